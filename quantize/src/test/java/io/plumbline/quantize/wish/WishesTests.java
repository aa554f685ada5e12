package io.plumbline.quantize.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.plan.SmallGraph;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.tensor.BadConfigurationException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WishesTests {
  /** x → a → r → b → out, and a → c → out2. */
  private static final Graph GRAPH =
      new SmallGraph()
          .input("x", 1, 2, 4, 4)
          .conv("a", "x")
          .relu("r", "a")
          .conv("b", "r")
          .conv("c", "a")
          .output("b", "c")
          .graph();

  record Choice(Selector selector, String nodes) {}

  static List<Choice> choices() {
    return List.of(
        new Choice(new Selector.All(), "a r b c"),
        new Choice(new Selector.Type("Conv"), "a b c"),
        new Choice(new Selector.Node("r"), "r"),
        new Choice(between("x", "b"), "a r b"),
        new Choice(between("a", "b"), "r b"),
        new Choice(between("a", ""), "r b c"),
        new Choice(between("", "r"), "a r"),
        new Choice(between("", "r c"), "a r c"),
        new Choice(between("", ""), "a r b c"));
  }

  private static Selector between(String inputs, String outputs) {
    return new Selector.Between(words(inputs), words(outputs));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  @ParameterizedTest
  @MethodSource
  void choices(Choice choice) {
    Wishes wishes = Wishes.of(List.of(new Wish(choice.selector(), Scheme.INT16)), GRAPH);
    List<String> chosen =
        GRAPH.nodes().stream()
            .filter(node -> wishes.scheme(node).isPresent())
            .map(Node::name)
            .toList();
    assertThat(chosen).isEqualTo(words(choice.nodes()));
  }

  @Test
  void aNameOfANodeThatIsNoValueSelectsTheNodeToo() {
    Graph original =
        GRAPH.withNodes(
            GRAPH.nodes().stream()
                .map(node -> node.name().equals("r") ? renamed(node, "Relu_1") : node)
                .toList());
    Wishes wishes =
        Wishes.of(
            List.of(new Wish(new Selector.Between(List.of("Relu_1"), List.of("b")), Scheme.INT16)),
            original);
    assertThat(original.nodes().stream().map(node -> wishes.scheme(node).isPresent()))
        .containsExactly(false, true, true, false);
  }

  private static Node renamed(Node node, String name) {
    return new Node(name, node.op(), node.inputs(), node.outputs(), node.origins());
  }

  @Test
  void finerSelectorsWinWhateverTheirOrderAndTheLastOfEqualOnes() {
    Wishes wishes =
        wishes(
            new Wish(new Selector.Node("b"), Scheme.INT8),
            new Wish(between("a", ""), Scheme.INT16),
            new Wish(new Selector.Type("Conv"), Scheme.FLOAT32),
            new Wish(new Selector.All(), Scheme.INT8),
            new Wish(new Selector.Node("c"), Scheme.INT8),
            Wish.real("c"));
    assertThat(GRAPH.nodes().stream().map(node -> wishes.scheme(node).orElseThrow()))
        .containsExactly(Scheme.FLOAT32, Scheme.INT16, Scheme.INT8, Scheme.FLOAT32);
  }

  @Test
  void aSelectorThatMeansNothingIsAnErrorWithTheNearestName() {
    requireError(new Selector.Type("Conf"), "no node of type 'Conf'; did you mean 'Conv'?");
    requireError(new Selector.Node("q"), "No node of the model is called 'q'; did you mean");
    requireError(between("missing", ""), "No node of the model is called 'missing'.");
    requireError(between("b", "a"), "No node lies between [b] and [a]");
  }

  private static void requireError(Selector selector, String message) {
    assertThatThrownBy(() -> wishes(new Wish(selector, Scheme.INT8)))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(message);
  }

  private static Wishes wishes(Wish... wishes) {
    return Wishes.of(Arrays.asList(wishes), GRAPH);
  }
}
