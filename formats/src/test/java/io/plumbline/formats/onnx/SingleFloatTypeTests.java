package io.plumbline.formats.onnx;

import static io.plumbline.formats.onnx.Models.graphAttribute;
import static io.plumbline.formats.onnx.Models.model;
import static io.plumbline.formats.onnx.Models.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.SourceHashes;
import io.plumbline.formats.source.SourceModel;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.AttributeProto.AttributeType;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import io.plumbline.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SingleFloatTypeTests {
  private static final SourceHashes HASHES = new SourceHashes("0");

  private static final int FLOAT16 = 10;
  private static final int DOUBLE = 11;
  private static final int BFLOAT16 = 16;

  private static int number(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> FLOAT16;
      case BFLOAT16 -> BFLOAT16;
      default -> DOUBLE;
    };
  }

  private static ValueInfoProto value(String name, int type) {
    ValueInfoProto.Builder value = Models.value(name).toBuilder();
    value.getTypeBuilder().getTensorTypeBuilder().setElemType(type);
    return value.build();
  }

  /** 1, −2, 0.5 and 65504 in a type. */
  private static TensorProto.Builder weights(int type) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName("w").setDataType(type).addDims(4);
    return switch (type) {
      case FLOAT16 -> tensor.addAllInt32Data(List.of(0x3C00, 0xC000, 0x3800, 0x7BFF));
      case BFLOAT16 -> tensor.addAllInt32Data(List.of(0x3F80, 0xC000, 0x3F00, 0x4780));
      default -> tensor.addAllDoubleData(List.of(1.0, -2.0, 0.5, -1e300));
    };
  }

  private static NodeProto.Builder cast(String input, String output, int to) {
    return node("Cast", input, output)
        .addAttribute(
            AttributeProto.newBuilder().setName("to").setType(AttributeType.INT).setI(to));
  }

  private static SourceModel read(ModelProto.Builder model) {
    return new SourceModel(
        OnnxReader.read(model.build().toByteArray(), "floats"), HASHES, List.of());
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16", "FLOAT64"})
  void networksOfOtherFloatsBecomeFloat32(DType dtype) {
    int type = number(dtype);
    GraphProto.Builder branch =
        GraphProto.newBuilder()
            .setName("b")
            .addInitializer(weights(type).setName("v"))
            .addNode(node("Add", List.of("s", "v"), List.of("m")))
            .addNode(cast("m", "r", type))
            .addOutput(value("r", type));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInitializer(weights(type))
            .addInitializer(TensorProto.newBuilder().setName("c").setDataType(9).addInt32Data(1))
            .addNode(node("Add", List.of("x", "w"), List.of("s")))
            .addNode(
                node("If", "c", "y")
                    .addAttribute(graphAttribute("then_branch", branch))
                    .addAttribute(graphAttribute("else_branch", branch)));
    ModelProto.Builder model = model(graph);
    model.getGraphBuilder().setInput(0, value("x", type)).setOutput(0, value("y", type));
    SourceModel converted = SingleFloatType.apply(read(model), "m.onnx");
    assertThat(converted.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains(dtype.label()));
    Graph result = converted.graph();
    assertThat(result.tensorType("x").map(TensorType::dtype)).contains(DType.FLOAT32);
    assertThat(result.constant("w").orElseThrow().dtype()).isEqualTo(DType.FLOAT32);
    assertThat(result.constant("w").orElseThrow().toFloats()).startsWith(1, -2, 0.5f);
    // Nothing of the old type is left anywhere, sub-graphs included.
    SourceModel again =
        new SourceModel(OnnxReader.read(OnnxWriter.toBytes(result), "again"), HASHES, List.of());
    assertThat(SingleFloatType.apply(again, "m.onnx")).isSameAs(again);
  }

  @Test
  void finiteNumbersStayFinite() {
    ModelProto.Builder model =
        model(
            GraphProto.newBuilder()
                .addInitializer(weights(DOUBLE))
                .addNode(node("Add", List.of("x", "w"), List.of("y"))));
    model.getGraphBuilder().setInput(0, value("x", DOUBLE)).setOutput(0, value("y", DOUBLE));
    Graph graph = SingleFloatType.apply(read(model), "m.onnx").graph();
    assertThat(graph.constant("w").orElseThrow().toFloats())
        .containsExactly(1, -2, 0.5f, -Float.MAX_VALUE);
  }

  @Test
  void positionsInFloat64AreLeftAlone() {
    ModelProto.Builder model =
        model(
            GraphProto.newBuilder()
                .addInitializer(weights(DOUBLE))
                .addNode(cast("x", "d", DOUBLE))
                .addNode(node("Mul", List.of("d", "w"), List.of("m")))
                .addNode(cast("m", "y", 1)));
    SourceModel given = read(model);
    assertThat(SingleFloatType.apply(given, "m.onnx")).isSameAs(given);
  }
}
