package io.plumbline.graph.pass;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Where;
import io.plumbline.graph.op.Window;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.InternalException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GraphVerifierTests {
  private static final Unary RELU = new Unary(UnaryFunction.RELU);
  private static final Binary ADD = new Binary(BinaryFunction.ADD);
  private static final Window SAME =
      new Window(
          List.of(3, 3),
          List.of(1, 1),
          List.of(1, 1),
          List.of(1, 1, 1, 1),
          Window.AutoPad.EXPLICIT);

  private static Sketch pictures() {
    return new Sketch().input("x", 1, 4, 8, 8);
  }

  /** Graphs with one wrong type, and what is said of it. */
  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            pictures().node("y", RELU, "x").typed("y", 1, 4, 8, 9).graph("y"),
            "node 'y' (Relu): output 'y' is float32 1x4x8x9 where float32 1x4x8x8 is expected"),
        Arguments.of(
            pictures().input("i", DType.INT64, 8).node("y", ADD, "x", "i").graph("y"),
            "node 'y' (Add): input 'i' is int64 where float32 is expected"),
        Arguments.of(
            pictures()
                .input("i", DType.INT64, 8)
                .node("c", new Cast(DType.INT64), "x")
                .typed("c", 1, 4, 8, 8)
                .node("y", ADD, "c", "i")
                .graph("y"),
            "node 'c' (Cast): output 'c' is float32 where int64 is expected"),
        Arguments.of(
            pictures().node("y", new Gather(1), "x", "x").graph("y"),
            "node 'y' (Gather): input 'x' is float32 where int32 or int64 is expected"),
        Arguments.of(
            pictures().node("y", new Where(), "x", "x", "x").graph("y"),
            "node 'y' (Where): input 'x' is float32 where bool is expected"),
        Arguments.of(
            pictures()
                .node("y", new Comparison(ComparisonOperator.LESS), "x", "x")
                .typed("y", 1, 4, 8, 8)
                .graph("y"),
            "node 'y' (Less): output 'y' is float32 where bool is expected"),
        Arguments.of(
            pictures().input("w", 6, 2, 3, 3).node("y", new Conv(SAME, 1), "x", "w").graph("y"),
            "node 'y' (Conv): inputs of 1x4x8x8 and 6x2x3x3 are not convolved in 1 groups"),
        Arguments.of(
            pictures().input("b", 7).node("y", ADD, "x", "b").graph("y"),
            "node 'y' (Add): inputs of 1x4x8x8 and 7 do not broadcast"),
        Arguments.of(
            pictures()
                .node("y", new Transpose(List.of(0, 2, 3, 1)), "x")
                .typed("y", 1, 4, 8, 8)
                .graph("y"),
            "output 'y' is float32 1x4x8x8 where float32 1x8x8x4 is expected"),
        Arguments.of(
            pictures().node("y", new Reshape(List.of(3L, -1L), false), "x").graph("y"),
            "1x4x8x8 does not become [3, -1]"),
        Arguments.of(
            pictures().input("z", 1, 4, 7, 8).node("y", new Concat(1), "x", "z").graph("y"),
            "1x4x8x8 and 1x4x7x8 differ beside axis 1"),
        Arguments.of(
            pictures().input("m", 7, 2).node("y", new MatMul(), "x", "m").graph("y"),
            "1x4x8x8 and 7x2 have no product"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongTypeNamesNodeValueExpectedAndFound(Graph graph, String text) {
    assertThatThrownBy(() -> GraphVerifier.verify(graph))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(text);
  }

  @Test
  void rightTypesAndUnknownOnesPass() {
    Graph graph =
        pictures()
            .input("w", 6, 2, 3, 3)
            .node("c", new Conv(SAME, 2), "x", "w")
            .typed("c", 1, 6, 8, 8)
            .node("unknown", RELU, "c")
            .node("less", new Comparison(ComparisonOperator.LESS), "unknown", "c")
            .node("y", new Where(), "less", "c", "unknown")
            .typed("y", 1, 6, 8, 8)
            .graph("y");
    assertThatCode(() -> GraphVerifier.verify(graph)).doesNotThrowAnyException();
  }

  @Test
  void aRuleThatLeavesAWrongTypeIsNamed() {
    Rule rule =
        new Rule() {
          @Override
          public Optional<GraphPatch> apply(Node node, Graph graph) {
            return node.op().equals(RELU)
                ? Optional.of(
                    new GraphPatch("test").replace(node, node.withOp(new Transpose(List.of(1, 0)))))
                : Optional.empty();
          }
        };
    Graph graph = new Sketch().input("x", 2, 3).node("y", RELU, "x").typed("y", 2, 3).graph("y");
    assertThatThrownBy(() -> RuleDriver.run(graph, List.of(rule)))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("breaks the graph: node 'y' (Transpose)");
  }
}
