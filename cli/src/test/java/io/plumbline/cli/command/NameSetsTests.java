package io.plumbline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class NameSetsTests {
  private static final Map<String, List<String>> FLAT =
      Map.of(
          "a,b", List.of("a", "b"),
          "['a','b']", List.of("a", "b"),
          " [ a , \"b\" ] ", List.of("a", "b"),
          "t/1:\"x\"", List.of("t/1:\"x\""),
          "\"c'2,\"[x]\"+Relu_3\",d", List.of("c'2,\"[x]\"+Relu_3", "d"),
          "' begins with a blank'", List.of(" begins with a blank"),
          "a[0],b]", List.of("a[0]", "b]"),
          "'a", List.of("'a"));

  private static NameSets.Sets read(String text) {
    return new NameSets().convert(text);
  }

  @Test
  void namesStandSingly() {
    FLAT.forEach(
        (text, names) -> {
          assertThat(read(text).flat()).as(text).isEqualTo(names);
          assertThat(read(text).nested()).as(text).isFalse();
        });
  }

  @Test
  void setsStandInBrackets() {
    assertThat(read("[['a'],['b','c']]").names())
        .isEqualTo(List.of(List.of("a"), List.of("b", "c")));
    assertThat(read("[[a, 'b],c'] , [d]]").names())
        .isEqualTo(List.of(List.of("a", "b],c"), List.of("d")));
    assertThat(read("[[a]]").nested()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "[[]]",
        "[[a],b]",
        "[[a],[]]",
        "[[a] [b]]",
        "[a,b",
        "[[a],[b]",
        "[[a],[b",
        "[a]+b"
      })
  void othersAreRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(TypeConversionException.class);
  }
}
