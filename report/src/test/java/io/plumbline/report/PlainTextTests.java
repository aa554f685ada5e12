package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[31mred\u001b[0m",
        "\u009b2J",
        "\u001b]0;title\u0007",
        "one\nerror[internal]: two",
        "one\rtwo",
        "\b\b\b",
        "a\u202eb",
        "a\u2028b",
        "\ud800",
        "\u007f",
        "\u0000"
      })
  void noTextReachesATerminalAsACommand(String name) {
    Section.Table table =
        new Section.Table(name, List.of(name), List.of(List.of(Cell.of("x" + name))));
    LinkedHashMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put(name, Cell.of(name));
    List<String> shown =
        List.of(
            PlainText.of(name),
            PlainText.place(name),
            PlainText.sentence(name),
            TerminalRenderer.render(table).replace("\n", ""),
            TerminalRenderer.render(new Section.Facts(name, facts)).replace("\n", ""),
            CsvRenderer.render(table).replace("\n", ""));
    assertThat(shown).allSatisfy(text -> assertThat(text).matches("[\\p{Print}]*"));
    assertThat(TerminalRenderer.render(table).lines()).hasSize(6);
    assertThat(Json.compact(Map.of("name", name)))
        .doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f]");
  }

  @Test
  void otherTextsStayAsTheyAre() {
    assertThat(PlainText.of("größe/層 – “x” \\ 😀")).isEqualTo("größe/層 – “x” \\ 😀");
    assertThat(PlainText.sentence(" two  words ")).isEqualTo(" two  words ");
    assertThat(PlainText.lines("a\n\tb\u001b")).isEqualTo("a\n\tb\\u001b");
  }

  @Test
  void longWordsLoseTheirMiddle() {
    String name = "a".repeat(3000) + "b";
    assertThat(PlainText.sentence("the type of " + name + " is not known"))
        .hasSizeLessThan(200)
        .startsWith("the type of aaa")
        .endsWith("aab is not known");
    assertThat(PlainText.place(name)).hasSize(PlainText.LONGEST_PLACE).endsWith("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "=\"a,b\""})
  void noFormulaReachesACell(String name) {
    String csv =
        CsvRenderer.render(
            new Section.Table(
                "t", List.of(name), List.of(List.of(Cell.of(name)), List.of(Cell.missing()))));
    assertThat(csv.lines())
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("^\"?\\s*[=+@-]"));
  }
}
