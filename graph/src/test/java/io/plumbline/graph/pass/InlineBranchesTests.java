package io.plumbline.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class InlineBranchesTests {
  private static final Unary RELU = new Unary(UnaryFunction.RELU);
  private static final Unary TANH = new Unary(UnaryFunction.TANH);
  private static final Attribute.Wire THEN =
      new Attribute.Wire(List.of((byte) 1), List.of("x"), List.of());
  private static final Attribute.Wire ELSE =
      new Attribute.Wire(List.of((byte) 2), List.of("x"), List.of());

  /** Both branches use the name {@code r}, which is taken outside. */
  private static Graph branch(Attribute.Wire wire, Graph outer) {
    return new Sketch().input("x", 2).node("r", wire.equals(THEN) ? RELU : TANH, "x").graph("r");
  }

  private static OpaqueOp choice() {
    SequencedMap<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("then_branch", THEN);
    attributes.put("else_branch", ELSE);
    return new OpaqueOp("", "If", attributes);
  }

  @Test
  void theBranchTakenReplacesTheChoice() {
    for (int condition = 0; condition < 2; condition++) {
      Graph graph =
          new Sketch()
              .input("x", 2)
              .constant("c", Tensor.ofIntegers(DType.BOOL, Shape.of(), condition))
              .node("r", RELU, "x")
              .node("y", choice(), "c")
              .graph("r", "y");
      Graph inlined = InlineBranches.apply(graph, InlineBranchesTests::branch).orElseThrow();
      GraphVerifier.verify(inlined);
      assertThat(Sketch.text(RemoveDeadCode.apply(inlined)))
          .contains((condition == 1 ? "Relu" : "Tanh") + "(x)")
          .doesNotContain("If");
    }
  }

  @Test
  void anUnknownConditionKeepsTheChoice() {
    Graph graph = new Sketch().input("x", 2).input("c").node("y", choice(), "c").graph("y");
    assertThat(InlineBranches.apply(graph, InlineBranchesTests::branch)).isEmpty();
  }

  @Test
  void aSwitchIsBoundToWhatItIsComparedWith() {
    Tensor rate = Tensor.scalar(16000);
    Graph graph =
        new Sketch()
            .input("x", 2)
            .constant("rate", rate)
            .node("c", new Comparison(ComparisonOperator.EQUAL), "sr", "rate")
            .node("y", choice(), "c")
            .integers("sr")
            .graph("y");
    assertThat(BindValue.compared(graph, "sr")).containsExactly(rate);
    assertThat(BindValue.compared(graph, "x")).isEmpty();
    Graph bound = BindValue.apply(graph, "sr", rate);
    assertThat(bound.inputs()).isEqualTo(graph.inputs());
    assertThat(bound.consumers("sr")).isEmpty();
  }
}
