package io.plumbline.config.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.BadConfigurationException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextProtoTests {
  /** The tree in one line: fields with the lines of their names. */
  private static String shown(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar(String text, int _) -> text;
      case YamlNode.Sequence(List<YamlNode> items, int _) ->
          items.stream().map(TextProtoTests::shown).collect(Collectors.joining(" ", "[", "]"));
      case YamlNode.Mapping(var entries, int _) ->
          entries.entrySet().stream()
              .map(
                  entry ->
                      "%s@%d=%s"
                          .formatted(
                              entry.getKey(),
                              entry.getValue().keyLine(),
                              shown(entry.getValue().value())))
              .collect(Collectors.joining(" ", "{", "}"));
    };
  }

  private static String parsed(String text) {
    return shown(TextProto.parse(text, "c.prototxt"));
  }

  @Test
  void readsFieldsMessagesAndLists() {
    assertThat(
            parsed(
                """
                # a comment
                a: 1, b: -0.5e-3; c: WORD # another
                m { x: "y" n: < z: true > }
                list: [0.1,
                       0.2]
                list: 0.3
                m: { x: 'q' }
                empty {}
                """))
        .isEqualTo(
            "{a@2=1 b@2=-0.5e-3 c@2=WORD m@3=[{x@3=y n@3={z@3=true}} {x@7=q}] list@4=[0.1 0.2 0.3]"
                + " empty@8={}}");
  }

  @Test
  void readsStringsInBothQuotesWithEscapes() {
    assertThat(parsed("s: \"it's # no \\\"comment\\\"\\n\\x41\\102\" 'joined' t: '\\303\\244'"))
        .isEqualTo("{s@1=it's # no \"comment\"\nABjoined t@1=ä}");
  }

  @Test
  void readsNothing() {
    assertThat(parsed("  # only a comment")).isEqualTo("{}");
  }

  record Damage(String text, String where, String says) {}

  static List<Damage> damages() {
    return List.of(
        new Damage("a {\n b: 1\n", "c.prototxt:1", "the '}' that closes this message is missing"),
        new Damage("a: 1\n}", "c.prototxt:2", "expected the name of a field, found '}'"),
        new Damage("a: [1, 2\nb: 3", "c.prototxt:1", "the ']' that closes this list is missing"),
        new Damage("a: [1 2]", "c.prototxt:1", "the ']' that closes this list is missing"),
        new Damage("a: \"x\nb: 1", "c.prototxt:1", "the \" that closes this string is missing"),
        new Damage("\na 1", "c.prototxt:2", "a ':' or '{' is missing after 'a'"),
        new Damage("a:", "c.prototxt:1", "expected a value, found the end of the text"),
        new Damage("a: }", "c.prototxt:1", "expected a value, found '}'"),
        new Damage("a: '\\q'", "c.prototxt:1", "'\\q' is no escape"),
        new Damage("a: '\\x'", "c.prototxt:1", "an escape without digits"),
        new Damage("a{".repeat(99), "c.prototxt:1", "nested deeper than 64 levels"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void namesWhatIsDamaged(Damage damage) {
    assertThatThrownBy(() -> TextProto.parse(damage.text(), "c.prototxt"))
        .isInstanceOfSatisfying(
            BadConfigurationException.class, e -> assertThat(e.where()).isEqualTo(damage.where()))
        .hasMessageContaining(damage.says());
  }
}
