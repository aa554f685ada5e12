package io.plumbline.formats.onnx;

import static io.plumbline.formats.onnx.Models.graphAttribute;
import static io.plumbline.formats.onnx.Models.model;
import static io.plumbline.formats.onnx.Models.node;
import static io.plumbline.formats.onnx.Models.value;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapturedInputsTests {
  private static final int BOOL = 9;

  private static Graph read(GraphProto.Builder graph) {
    return OnnxReader.read(model(graph).build().toByteArray(), "captured");
  }

  private static NodeProto.Builder fork(
      String output, GraphProto.Builder taken, GraphProto.Builder other) {
    return node("If", "c", output)
        .addAttribute(graphAttribute("then_branch", taken))
        .addAttribute(graphAttribute("else_branch", other));
  }

  private static GraphProto.Builder branch(String prefix, NodeProto.Builder node) {
    return GraphProto.newBuilder()
        .setName(prefix)
        .addNode(node.setName(prefix + "_node"))
        .addOutput(value(node.getOutput(0)));
  }

  /** An If in an If, both of which read x, beside a node that reads it too. */
  private static GraphProto.Builder forks(int taken) {
    GraphProto.Builder inner =
        branch(
            "t",
            fork(
                "t_y",
                branch("tt", node("Neg", "x", "tt_y")),
                branch("te", node("Abs", "x", "te_y"))));
    GraphProto.Builder other = branch("e", node("Add", List.of("x", "s"), List.of("e_y")));
    return GraphProto.newBuilder()
        .addInitializer(TensorProto.newBuilder().setName("c").setDataType(BOOL).addInt32Data(taken))
        .addNode(node("Relu", "x", "s"))
        .addNode(fork("f", inner, other))
        .addNode(node("Add", List.of("f", "x"), List.of("y")));
  }

  @Test
  void subGraphsReadACopyOfWhatIsFedAndComputeTheSame() throws OrtException {
    Map<String, Tensor> fed = Map.of("x", Tensor.of(Shape.of(4), 1, -2, 0.5f, -3));
    for (int taken = 0; taken < 2; taken++) {
      Graph given = read(forks(taken));
      Graph changed = CapturedInputs.apply(given);
      assertThat(changed.inputs()).isEqualTo(given.inputs());
      assertThat(changed.nodes())
          .filteredOn(node -> node.op() instanceof OpaqueOp op && !op.captured().isEmpty())
          .isNotEmpty()
          .allSatisfy(node -> assertThat(((OpaqueOp) node.op()).captured()).doesNotContain("x"));
      assertThat(changed.nodes()).filteredOn(node -> node.op() instanceof Identity).hasSize(1);
      assertThat(OrtRun.run(OnnxWriter.toBytes(changed), fed))
          .isEqualTo(OrtRun.run(OnnxWriter.toBytes(given), fed));
    }
  }

  @Test
  void aGraphWhoseSubGraphsReadNoInputStaysAsItIs() {
    Graph graph =
        read(
            GraphProto.newBuilder()
                .addInitializer(
                    TensorProto.newBuilder().setName("c").setDataType(BOOL).addInt32Data(1))
                .addNode(node("Relu", "x", "s"))
                .addNode(
                    fork(
                        "y",
                        branch("t", node("Neg", "s", "t_y")),
                        branch("e", node("Abs", "s", "e_y")))));
    assertThat(CapturedInputs.apply(graph)).isSameAs(graph);
  }
}
