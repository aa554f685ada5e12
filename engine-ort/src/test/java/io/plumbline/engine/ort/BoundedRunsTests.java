package io.plumbline.engine.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.OperatorSetIdProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.TensorShapeProto;
import io.plumbline.formats.wire.TypeProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.UnsupportedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class BoundedRunsTests {
  private static ValueInfoProto value(String name, DType dtype, int... extents) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int extent : extents) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
    }
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(ElementType.number(dtype)).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private static NodeProto.Builder node(String type, String output, String... inputs) {
    return NodeProto.newBuilder().setOpType(type).addAllInput(List.of(inputs)).addOutput(output);
  }

  /** A loop that halves numbers as long as none of them, by a comparison, is less than a limit. */
  private static Graph halving(float limit) {
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(value("i", DType.INT64))
            .addInput(value("c_in", DType.BOOL))
            .addInput(value("v_in", DType.FLOAT32))
            .addNode(node("Mul", "v_out", "v_in", "half"))
            .addNode(node("GreaterOrEqual", "c_out", "v_out", "limit"))
            .addOutput(value("c_out", DType.BOOL))
            .addOutput(value("v_out", DType.FLOAT32));
    NodeProto.Builder loop =
        node("Loop", "y", "", "yes", "x")
            .setName("round")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("body")
                    .setType(AttributeProto.AttributeType.GRAPH)
                    .setG(body));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("g")
            .addInput(value("x", DType.FLOAT32))
            .addInitializer(scalar("half").addFloatData(0.5f))
            .addInitializer(scalar("limit").addFloatData(limit))
            .addInitializer(
                TensorProto.newBuilder()
                    .setName("yes")
                    .setDataType(ElementType.number(DType.BOOL))
                    .setRawData(ByteString.copyFrom(new byte[] {1})))
            .addNode(loop)
            .addOutput(value("y", DType.FLOAT32));
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build();
    Graph read = OnnxReader.read(model.toByteArray(), "m.onnx");
    SequencedMap<String, ValueType> inputs = new LinkedHashMap<>();
    inputs.put("x", read.tensorType("x").orElseThrow());
    return read.withTypes(inputs);
  }

  private static TensorProto.Builder scalar(String name) {
    return TensorProto.newBuilder().setName(name).setDataType(ElementType.number(DType.FLOAT32));
  }

  /** Nothing is less than 0 of what zeros are halved to. */
  @Test
  void aLoopThatTheDataNeverEndIsStoppedAndNamed() {
    Graph graph = halving(0);
    UnsupportedException refused =
        catchThrowableOfType(
            UnsupportedException.class,
            () -> ShapeProbe.apply(graph, BoundedRuns.of(graph, Duration.ofMillis(300))));
    assertThat(refused.code()).isEqualTo("engine.endless-loop");
    assertThat(refused.where()).isEqualTo("node 'round' (Loop)");
  }

  @Test
  void aLoopThatEndsIsLeftAlone() {
    Graph graph = halving(1);
    assertThat(ShapeProbe.apply(graph, BoundedRuns.of(graph, Duration.ofMinutes(1))))
        .extracting(typed -> typed.tensorType("y").isPresent())
        .isEqualTo(true);
  }
}
