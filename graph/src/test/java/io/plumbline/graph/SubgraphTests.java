package io.plumbline.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class SubgraphTests {
  /** {@code a = f(x); b = f(a, k); c = f(y); d = f(b, c)}. */
  private static final Graph DIAMOND = diamond();

  private static Graph diamond() {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("k", Tensor.of(Shape.of(1), new float[] {2}));
    constants.put("unread", Tensor.of(Shape.of(1), new float[] {3}));
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    for (String value : List.of("x", "y", "a", "b", "c", "d")) {
      types.put(value, TensorType.of(DType.FLOAT32, Shape.of(1)));
    }
    return new Graph(
        "g",
        ModelInfo.ofOpset(17),
        List.of("x", "y"),
        List.of("d"),
        List.of(node("a", "x"), node("b", "a", "k"), node("c", "y"), node("d", "b", "c")),
        constants,
        types);
  }

  private static Node node(String output, String... inputs) {
    return Node.original("n_" + output, new Identity(), List.of(inputs), List.of(output));
  }

  @Test
  void onlyNodesBetweenTheValuesAreTaken() {
    Graph part = Subgraph.between(DIAMOND, List.of("a", "c"), List.of("d"));
    assertThat(part.nodes()).extracting(Node::name).containsExactly("n_b", "n_d");
    assertThat(part.inputs()).containsExactly("a", "c");
    assertThat(part.outputs()).containsExactly("d");
    assertThat(part.constants()).containsOnlyKeys("k");
    assertThat(part.types()).containsOnlyKeys("a", "c", "b", "d");
  }

  @Test
  void allInputsAndOutputsGiveTheWhole() {
    Graph part = Subgraph.between(DIAMOND, DIAMOND.inputs(), DIAMOND.outputs());
    assertThat(part.nodes()).isEqualTo(DIAMOND.nodes());
  }

  @Test
  void inputsThatNothingReadsAreLeftOut() {
    Graph part = Subgraph.between(DIAMOND, List.of("x", "y"), List.of("b"));
    assertThat(part.inputs()).containsExactly("x");
    assertThat(part.nodes()).extracting(Node::name).containsExactly("n_a", "n_b");
  }

  @Test
  void valuesInsideCanBeHandedOutAsWell() {
    Graph part = Subgraph.between(DIAMOND, List.of("x", "c"), List.of("d", "a"));
    assertThat(part.outputs()).containsExactly("d", "a");
  }

  @Test
  void constantsCanBeFed() {
    Graph part = Subgraph.between(DIAMOND, List.of("a", "k"), List.of("b"));
    assertThat(part.inputs()).containsExactly("a", "k");
    assertThat(part.constants()).isEmpty();
  }

  @Test
  void valuesThatSubgraphsReadByNameAreNeeded() {
    Attribute branch = new Attribute.Wire(List.of(), List.of("a"), List.of());
    Node choice =
        Node.original(
            "n_e",
            new OpaqueOp("", "If", new LinkedHashMap<>(Map.of("then_branch", branch))),
            List.of("c"),
            List.of("e"));
    Graph graph =
        new Graph(
            "g",
            ModelInfo.ofOpset(17),
            List.of("x", "y"),
            List.of("e"),
            List.of(node("a", "x"), node("c", "y"), choice),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    assertThat(Subgraph.between(graph, List.of("a", "c"), List.of("e")).inputs())
        .containsExactly("a", "c");
    assertThat(Subgraph.between(graph, List.of("x", "c"), List.of("e")).nodes())
        .extracting(Node::name)
        .containsExactly("n_a", "n_e");
  }

  @Test
  void aFedValueBesideANeededOneIsComputedUnderAnotherName() {
    Node both = Node.original("both", new Identity(), List.of("x"), List.of("p", "q"));
    Graph graph =
        new Graph(
            "g",
            ModelInfo.ofOpset(17),
            List.of("x"),
            List.of("r"),
            List.of(both, node("r", "p", "q")),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    Graph part = Subgraph.between(graph, List.of("x", "p"), List.of("r"));
    assertThat(part.inputs()).containsExactly("x", "p");
    assertThat(part.node("both").outputs()).containsExactly("p_computed", "q");
  }

  @Test
  void whatIsNotFedIsNamed() {
    assertThatThrownBy(() -> Subgraph.between(DIAMOND, List.of("a"), List.of("d")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'y'");
  }

  @Test
  void outputsAreResultsBehindTheInputs() {
    for (String wrong : List.of("a", "x", "k", "nothing")) {
      assertThatThrownBy(() -> Subgraph.between(DIAMOND, List.of("a", "x"), List.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + wrong + "'");
    }
  }
}
