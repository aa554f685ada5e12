package io.plumbline.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.GraphPrinter;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.InternalException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleDriverTests {
  private static final List<Rule> RULES =
      List.of(new RemoveIdentity(), new MergeReshapes(), new MergeTransposes());

  /** Reshapes, transposes and identities in a row, several times, with a side branch each. */
  private static Graph chain(int times) {
    Sketch sketch = new Sketch().input("x", 2, 3, 4);
    String last = "x";
    for (int i = 0; i < times; i++) {
      String n = "_" + i;
      sketch
          .node("a" + n, new Identity(), last)
          .typed("a" + n, 2, 3, 4)
          .node("b" + n, new Transpose(List.of(0, 2, 1)), "a" + n)
          .typed("b" + n, 2, 4, 3)
          .node("c" + n, new Transpose(List.of(0, 2, 1)), "b" + n)
          .typed("c" + n, 2, 3, 4)
          .node("d" + n, new Reshape(List.of(6L, 4L), false), "c" + n)
          .typed("d" + n, 6, 4)
          .node("e" + n, new Reshape(List.of(2L, 3L, 4L), false), "d" + n)
          .typed("e" + n, 2, 3, 4)
          .node("side" + n, new Unary(UnaryFunction.ABS), "a" + n)
          .typed("side" + n, 2, 3, 4)
          .node("f" + n, new Unary(UnaryFunction.TANH), "e" + n)
          .typed("f" + n, 2, 3, 4);
      last = "f" + n;
    }
    return sketch.graph(last, "side_0");
  }

  @Test
  void sweepsEndWhereSingleEditsEnd() {
    Graph graph = chain(5);
    Graph single = graph;
    Graph next = RuleDriver.run(single, RULES, 1);
    while (!GraphPrinter.print(next).equals(GraphPrinter.print(single))) {
      single = next;
      next = RuleDriver.run(single, RULES, 1);
    }
    assertThat(GraphPrinter.print(RuleDriver.run(graph, RULES)))
        .isEqualTo(GraphPrinter.print(single));
  }

  @Test
  void stopsAfterAsManyEditsAsAsked() {
    Graph graph = chain(4);
    assertThat(RuleDriver.run(graph, RULES, 0)).isSameAs(graph);
    assertThat(RuleDriver.run(graph, RULES, 3).nodes()).hasSize(graph.nodes().size() - 3);
  }

  @Test
  void ruleThatBreaksTheGraphIsNamed() {
    Rule broken =
        (node, graph) ->
            node.name().equals("f_0")
                ? Optional.of(new GraphPatch("cut").remove(node))
                : Optional.empty();
    assertThatThrownBy(() -> RuleDriver.run(chain(2), List.of(named("CutInTwo", broken))))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("CutInTwo");
  }

  @Test
  void rulesWithoutEndAreStopped() {
    Rule endless =
        (node, graph) ->
            node.name().equals("f_0")
                ? Optional.of(new GraphPatch("again").replace(node, node.withOp(node.op())))
                : Optional.empty();
    assertThatThrownBy(() -> RuleDriver.run(chain(1), List.of(endless)))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("do not come to an end");
  }

  private static Rule named(String name, Rule rule) {
    return new Rule() {
      @Override
      public Optional<GraphPatch> apply(Node node, Graph graph) {
        return rule.apply(node, graph);
      }

      @Override
      public String name() {
        return name;
      }
    };
  }
}
