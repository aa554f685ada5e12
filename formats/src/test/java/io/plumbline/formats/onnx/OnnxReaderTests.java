package io.plumbline.formats.onnx;

import static io.plumbline.formats.onnx.Models.floats;
import static io.plumbline.formats.onnx.Models.model;
import static io.plumbline.formats.onnx.Models.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxReaderTests {
  private static Graph read(GraphProto.Builder graph) {
    return OnnxReader.read(model(graph).build().toByteArray(), "model.onnx");
  }

  @Test
  void nodesGetUniqueNames() {
    Graph graph =
        read(
            GraphProto.newBuilder()
                .addNode(node("Relu", "x", "a"))
                .addNode(node("Abs", "a", "b").setName("Relu_0"))
                .addNode(node("Neg", "b", "c").setName("same"))
                .addNode(node("Neg", "c", "y").setName("same")));
    assertThat(graph.nodes())
        .extracting(Node::name)
        .doesNotHaveDuplicates()
        .containsAll(List.of("Relu_0", "same"))
        .hasSize(4);
    assertThat(graph.producer("b").orElseThrow().name()).isEqualTo("Relu_0");
  }

  @Test
  void nodesComeInTopologicalOrder() {
    Graph graph =
        read(
            GraphProto.newBuilder().addNode(node("Relu", "a", "y")).addNode(node("Abs", "x", "a")));
    assertThat(graph.nodes()).extracting(node -> node.op().type()).containsExactly("Abs", "Relu");
  }

  @Test
  void initializersThatAreInputsTooAreConstants() {
    Graph graph =
        read(
            GraphProto.newBuilder()
                .addInput(Models.value("w"))
                .addInitializer(floats("w", 1, 2, 3, 4))
                .addNode(node("Add", List.of("x", "w"), List.of("y"))));
    assertThat(graph.inputs()).containsExactly("x");
    assertThat(graph.isConstant("w")).isTrue();
    assertThat(graph.nodes().getFirst().op()).isEqualTo(new Binary(BinaryFunction.ADD));
  }

  @Test
  void everyEncodingOfElementsIsRead() {
    assertThat(constant(tensor(1).addFloatData(1.5f)).getFloat(0)).isEqualTo(1.5f);
    assertThat(constant(tensor(11).addDoubleData(-2.5)).getDouble(0)).isEqualTo(-2.5);
    assertThat(constant(tensor(7).addInt64Data(1L << 40)).getLong(0)).isEqualTo(1L << 40);
    assertThat(constant(tensor(13).addUint64Data(-1)).getLong(0)).isEqualTo(-1);
    assertThat(constant(tensor(12).addUint64Data(0xFFFF_FFFFL)).getLong(0)).isEqualTo(0xFFFF_FFFFL);
    assertThat(constant(tensor(6).addInt32Data(-7)).getLong(0)).isEqualTo(-7);
    assertThat(constant(tensor(5).addInt32Data(-7)).getLong(0)).isEqualTo(-7);
    assertThat(constant(tensor(4).addInt32Data(65535)).getLong(0)).isEqualTo(65535);
    assertThat(constant(tensor(3).addInt32Data(-128)).getLong(0)).isEqualTo(-128);
    assertThat(constant(tensor(2).addInt32Data(255)).getLong(0)).isEqualTo(255);
    assertThat(constant(tensor(9).addInt32Data(1)).getLong(0)).isEqualTo(1);
    assertThat(constant(tensor(10).addInt32Data(0x3C00)).getDouble(0)).isEqualTo(1);
    assertThat(constant(tensor(16).addInt32Data(0x3F80)).getDouble(0)).isEqualTo(1);
    ByteString raw = ByteString.copyFrom(new byte[] {0, 0, (byte) 0x80, 0x3F});
    assertThat(constant(tensor(1).setRawData(raw)).getFloat(0)).isEqualTo(1);
  }

  private static TensorProto.Builder tensor(int elementType) {
    return TensorProto.newBuilder().setName("c").setDataType(elementType).addDims(1);
  }

  private static Tensor constant(TensorProto.Builder tensor) {
    return read(GraphProto.newBuilder()
            .addInitializer(tensor)
            .addNode(node("Mystery", List.of("x", "c"), List.of("y"))))
        .constant("c")
        .orElseThrow();
  }

  @Test
  void unusualElementTypesBecomeConstantNodes() {
    Graph graph =
        read(
            GraphProto.newBuilder()
                .addInitializer(tensor(8).addStringData(ByteString.copyFromUtf8("a")))
                .addNode(node("Mystery", List.of("x", "c"), List.of("y"))));
    Node constant = graph.producer("c").orElseThrow();
    assertThat(constant.op().type()).isEqualTo("Constant");
    Graph again = OnnxReader.read(OnnxWriter.toBytes(graph), "again.onnx");
    assertThat(GraphDifference.first(graph, again)).isEmpty();
  }

  /** A value that only a sub-graph reads has a consumer, survives a patch and keeps its name. */
  @Test
  void capturedValuesKeepTheirNames() {
    GraphProto.Builder branch =
        GraphProto.newBuilder()
            .setName("branch")
            .addNode(node("Neg", "a", "inner"))
            .addOutput(Models.value("inner"));
    ModelProto.Builder model =
        model(
            GraphProto.newBuilder()
                .addInitializer(
                    TensorProto.newBuilder().setName("c").setDataType(9).addInt32Data(1))
                .addNode(node("Relu", "x", "a"))
                .addNode(
                    node("If", "c", "y")
                        .addAttribute(Models.graphAttribute("then_branch", branch))
                        .addAttribute(Models.graphAttribute("else_branch", branch))));
    Graph graph = OnnxReader.read(model.build().toByteArray(), "if.onnx");
    Node choice = graph.producer("y").orElseThrow();
    assertThat(((OpaqueOp) choice.op()).captured()).containsExactly("a");
    assertThat(graph.consumers("a")).containsExactly(choice);

    Node relu = graph.producer("a").orElseThrow();
    Node replacement =
        Node.original("other", new Unary(UnaryFunction.ABS), List.of("x"), List.of("b"));
    Graph patched =
        new GraphPatch("test").replace(relu, replacement).redirect("a", "b").apply(graph);
    assertThat(patched.producer("a")).isPresent();
    Graph again = OnnxReader.read(OnnxWriter.toBytes(patched), "again.onnx");
    assertThat(GraphDifference.first(patched, again)).isEmpty();
  }

  @Test
  void unknownFieldsOfSubGraphsSurvive() {
    AttributeProto sparse =
        AttributeProto.newBuilder()
            .setName("future")
            .setType(AttributeProto.AttributeType.SPARSE_TENSOR)
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(999, UnknownFieldSet.Field.newBuilder().addVarint(42).build())
                    .build())
            .build();
    Graph graph =
        read(GraphProto.newBuilder().addNode(node("Mystery", "x", "y").addAttribute(sparse)));
    ModelProto written = parse(OnnxWriter.toBytes(graph));
    assertThat(written.getGraph().getNode(0).getAttribute(0)).isEqualTo(sparse);
  }

  private static ModelProto parse(byte[] bytes) {
    try {
      return ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void dtypesOfConstantsAreKept() {
    assertThat(constant(tensor(16).addInt32Data(0)).dtype()).isEqualTo(DType.BFLOAT16);
  }
}
