package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.op.Attribute;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.record.FloatWork;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sub-graphs compute is a part of a model's work. */
class InnerWorkTests {
  private static final long PRODUCT = 8 * 8;

  @TempDir private Path folder;

  private static NodeProto.Builder node(String type, String output, String... inputs) {
    return NodeProto.newBuilder().setOpType(type).addAllInput(List.of(inputs)).addOutput(output);
  }

  private FloatWork work(SmallModel model) {
    Path file = model.write(folder.resolve("m.onnx"), "y");
    Graph parsed = Preparation.parse(ModelFiles.of(file), ModelInterface.OWN).graph();
    Graph graph = Preparation.optimise(parsed).graph();
    return FloatWork.of(graph, new Planner(graph, Target.GENERIC, QuantOptions.DEFAULT).nodes());
  }

  /** A product outside, and a loop of products that goes on as a node of its body says. */
  private static SmallModel loop(NodeProto.Builder condition) {
    Attribute body =
        SmallBody.of(
            "body",
            List.of(
                SmallBody.scalar("i", DType.INT64),
                SmallBody.scalar("c_in", DType.BOOL),
                SmallBody.input("v_in")),
            List.of(node("MatMul", "v_out", "v_in", "w"), condition),
            List.of("c_out", "v_out"),
            List.of("w"));
    return new SmallModel(17)
        .input("x", 1, 8)
        .weights("w", 8, 8)
        .constant("trips", Tensor.of(Shape.of(), new long[] {5}))
        .constant("yes", Tensor.ofIntegers(DType.BOOL, Shape.of(), 1))
        .node("MatMul", "x w", "p")
        .node("Loop", "trips yes p", "y", "body", body);
  }

  @Test
  void aLoopIsCountedOnceForEachTrip() {
    FloatWork found = work(loop(node("Identity", "c_out", "c_in")));
    assertThat(found.all()).isEqualTo(6 * PRODUCT);
    assertThat(found.inFloat()).isEqualTo(5 * PRODUCT);
    assertThat(found.uncounted()).isEmpty();
    assertThat(found.finding().orElseThrow().where()).isEqualTo("y");
  }

  @Test
  void aLoopThatTheDataMayEndIsNotCountedAndNamed() {
    FloatWork found = work(loop(node("Not", "c_out", "c_in")));
    assertThat(found.all()).isEqualTo(PRODUCT);
    assertThat(found.uncounted()).containsExactly("y");
  }

  @Test
  void aScanIsCountedOnceForEachSlice() {
    Attribute body =
        SmallBody.of(
            "body",
            List.of(SmallBody.input("s_in"), SmallBody.input("slice")),
            List.of(node("MatMul", "m", "s_in", "w"), node("Add", "s_out", "m", "slice")),
            List.of("s_out"),
            List.of("w"));
    SmallModel model =
        new SmallModel(17)
            .input("x", 1, 8)
            .input("rows", 7, 1, 8)
            .weights("w", 8, 8)
            .node("Scan", "x rows", "y", "body", body, "num_scan_inputs", 1);
    assertThat(work(model).inFloat()).isEqualTo(7 * PRODUCT);
  }

  @Test
  void ofBranchesTheLargerIsCounted() {
    Attribute product =
        SmallBody.of(
            "then_branch",
            "a",
            NodeProto.newBuilder().setOpType("MatMul").addInput("x").addInput("w"));
    Attribute plain =
        SmallBody.of("else_branch", "b", NodeProto.newBuilder().setOpType("Neg").addInput("x"));
    SmallModel model =
        new SmallModel(17)
            .input("x", 1, 8)
            .weights("w", 8, 8)
            .node("ReduceSum", "x", "t", "keepdims", 0)
            .node("Cast", "t", "c", "to", 9)
            .node("If", "c", "y", "then_branch", product, "else_branch", plain);
    assertThat(work(model).inFloat()).isEqualTo(PRODUCT);
  }
}
