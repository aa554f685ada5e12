package io.plumbline.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesTests {
  private static final Attribute BRANCH =
      new Attribute.Wire(List.of(), List.of("outer"), List.of("local"));

  private static Graph graph() {
    Node node =
        new Node(
            "n",
            new OpaqueOp("", "If", new LinkedHashMap<>(Map.of("then_branch", BRANCH))),
            List.of("x"),
            List.of("y"),
            List.of());
    return new Graph(
        "g",
        ModelInfo.ofOpset(17),
        List.of("x", "outer"),
        List.of("y"),
        List.of(node),
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }

  @Test
  void freeNamesStayAsWished() {
    assertThat(Names.of(graph()).value("z")).isEqualTo("z");
    assertThat(Names.of(graph()).node("y")).isEqualTo("y");
  }

  @Test
  void nothingIsCalledLikeAValueOfTheGraphOrOfASubgraph() {
    Names names = Names.of(graph());
    assertThat(List.of("x", "y", "outer", "local").stream().map(names::value))
        .containsExactly("x_2", "y_2", "outer_2", "local_2");
    assertThat(names.node("n")).isEqualTo("n_2");
  }

  @Test
  void namesGivenOutAreTaken() {
    Names names = Names.of(graph());
    assertThat(List.of(names.value("z"), names.value("z"), names.value("z_2")))
        .containsExactly("z", "z_2", "z_2_2");
  }
}
