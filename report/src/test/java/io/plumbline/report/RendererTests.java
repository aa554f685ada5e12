package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class RendererTests {
  private static final Section.Table TABLE =
      new Section.Table(
          "Similarity",
          List.of("Node", "Cosine"),
          List.of(
              List.of(Cell.of("Conv_0+Relu_1"), Cell.real(0.99951234, 6)),
              List.of(Cell.of("a,\"b\""), Cell.missing())));

  @Test
  void tableAlignsNumbersRight() {
    assertThat(TerminalRenderer.render(TABLE))
        .isEqualTo(
            """
            Similarity
            +---------------+----------+
            | Node          | Cosine   |
            +---------------+----------+
            | Conv_0+Relu_1 | 0.999512 |
            | a,"b"         |       -- |
            +---------------+----------+
            """);
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    assertThat(CsvRenderer.render(TABLE))
        .isEqualTo("Node,Cosine\nConv_0+Relu_1,0.999512\n\"a,\"\"b\"\"\",\n");
  }

  @Test
  void longTextsOfTheFirstColumnGoOnInTheNextLine() {
    String change = "in front of 'HWC2CHWTransformer', insert the missing BGR2RGBTransformer";
    Section.Table table =
        new Section.Table(
            "t",
            List.of("Change", "Gain"),
            List.of(List.of(Cell.of(change), Cell.of(3)), List.of(Cell.of("none"), Cell.of(0))));
    assertThat(TerminalRenderer.render(table))
        .isEqualTo(
            """
            t
            +----------------------------------------------+------+
            | Change                                       | Gain |
            +----------------------------------------------+------+
            | in front of 'HWC2CHWTransformer', insert the |    3 |
            | missing BGR2RGBTransformer                   |      |
            | none                                         |    0 |
            +----------------------------------------------+------+
            """);
  }

  @Test
  void longNamesAreNotCut() {
    String name = "x".repeat(60) + "end";
    Section.Table table = new Section.Table("t", List.of("Node"), List.of(List.of(Cell.of(name))));
    assertThat(TerminalRenderer.render(table).replaceAll("[^xend]", "")).endsWith(name);
  }

  @Test
  void factsAlign() {
    LinkedHashMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("a", Cell.of(1));
    facts.put("long", Cell.of("x"));
    assertThat(TerminalRenderer.render(new Section.Facts("Facts", facts)))
        .isEqualTo("Facts\n  a     1\n  long  x\n");
  }

  @Test
  void raggedRowsAreRefused() {
    assertThatThrownBy(
            () -> new Section.Table("t", List.of("a", "b"), List.of(List.of(Cell.of(1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 cell under 2 columns");
  }

  @Test
  void jsonKeepsOrder() {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    map.put("z", 1);
    map.put("a", List.of("x", true));
    assertThat(Json.compact(map)).isEqualTo("{\"z\":1,\"a\":[\"x\",true]}");
  }
}
