package io.plumbline.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TomlReaderTests {
  private static final String ALL =
      """
      # a comment
      title = "a \\"b\\" \\u00e4\\tc" # another
      'quoted key'.x = 'C:\\n'
      numbers = [ 1, -2.5e3,
        1_000, # thousand
        true,
      ]
      inline = { a = 1, b.c = "d" }
      long = \"""
      first
      second \\
         joined\"""
      raw = '''x\\'y'''
      day = 1979-05-27T07:32:00Z

      [table.below]
      k = false
      [[table.list]]
      k = 1
      [[table.list]]
      k = 2
      [table.list.sub]
      k = 3
      """;

  @Test
  void everyKindOfValueIsRead() {
    YamlNode.Mapping read = TomlReader.parse(ALL, "c.toml");
    assertThat(YamlText.flow(read))
        .isEqualTo(
            "{title: 'a \"b\" ä\tc', 'quoted key': {x: 'C:\\n'}, numbers: [1, -2.5e3, 1000, true],"
                + " inline: {a: 1, b: {c: d}}, long: 'first\nsecond joined', raw: 'x\\''y',"
                + " day: '1979-05-27T07:32:00Z',"
                + " table: {below: {k: false}, list: [{k: 1}, {k: 2, sub: {k: 3}}]}}");
    assertThat(read.entries())
        .extractingByKeys("inline", "table")
        .extracting(YamlNode.Entry::keyLine)
        .containsExactly(8, 16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `a = 1\\na = 2`       | 2 | key 'a' stands twice
          `[a]\\n[[a]]`         | 2 | key 'a' stands twice
          `[[a]]\\n[a]`         | 2 | key 'a' stands twice
          `a = 1\\na.b = 2`     | 2 | key 'a' stands twice
          `a = `                | 1 | expected a value, found the end of the line
          `a = NU L`            | 1 | expected the end of the line, found 'L'
          `a = [1, 2`           | 1 | expected ']', found the end of the line
          `a = "b`              | 1 | a string is not closed
          `a = "\\\\q"`         | 1 | \\q stands for nothing
          `a = "\\\\uD8"`       | 1 | is no character
          `a: 1`                | 1 | expected '=', found ': 1'
          `= 1`                 | 1 | expected a key, found '= 1'
          `[a`                  | 1 | expected ']', found the end of the line
          `a = { b = 1`         | 1 | expected '}', found the end of the line
          `a = b"c"`            | 1 | expected a value
          """)
  void damageIsNamedWithItsLine(String text, int line, String says) {
    assertThatThrownBy(
            () -> TomlReader.parse(text.replace("\\n", "\n").replace("\\\\", "\\"), "c.toml"))
        .isInstanceOfSatisfying(
            BadConfigurationException.class,
            e -> {
              assertThat(e.where()).isEqualTo("c.toml:" + line);
              assertThat(e.getMessage()).contains(says);
            });
  }
}
