package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections on screens of few columns. */
class ScreenTests {
  @Test
  void headingsBreakFirst() {
    assertThat(
            TerminalRenderer.render(
                table(List.of("Node", "Calibrated Cosine", "Worst Cosine"), "conv1", 0.5, 0.25),
                42))
        .isEqualTo(
            """
            t
            +-------+------------+--------------+
            | Node  | Calibrated | Worst Cosine |
            |       | Cosine     |              |
            +-------+------------+--------------+
            | conv1 |   0.500000 |     0.250000 |
            +-------+------------+--------------+
            """);
  }

  @Test
  void wordsBreakNextAndNamesAtTheirSeparators() {
    Section.Table table =
        new Section.Table(
            "t",
            List.of("Node", "Reason"),
            List.of(
                List.of(Cell.of("block3/conv2+relu2"), Cell.of("its reader stays in float32")),
                List.of(Cell.of("GlobalAveragePool"), Cell.of(""))));
    assertThat(TerminalRenderer.render(table, 40))
        .isEqualTo(
            """
            t
            +---------------+------------------+
            | Node          | Reason           |
            +---------------+------------------+
            | block3/conv2+ | its reader stays |
            | relu2         | in float32       |
            | GlobalAverage |                  |
            | Pool          |                  |
            +---------------+------------------+
            """);
  }

  @Test
  void columnsThatFindNoRoomStandInAnotherPart() {
    assertThat(
            TerminalRenderer.render(
                table(List.of("Node", "A", "B", "C", "D"), "conv1", 1, 2, 3, 4), 40))
        .isEqualTo(
            """
            t
            +-------+----------+----------+
            | Node  | A        | B        |
            +-------+----------+----------+
            | conv1 | 1.000000 | 2.000000 |
            +-------+----------+----------+
            +-------+----------+----------+
            | Node  | C        | D        |
            +-------+----------+----------+
            | conv1 | 3.000000 | 4.000000 |
            +-------+----------+----------+
            """);
  }

  @Test
  void eachPartHasTheColumnsThatTellItsRowsApart() {
    List<List<Cell>> rows =
        List.of(
            List.of(Cell.of("npu"), Cell.of("INT8"), Cell.of("int8, -127…127"), Cell.of("int16")),
            List.of(
                Cell.of("npu"), Cell.of("INT16"), Cell.of("int16, all of it"), Cell.of("int8")));
    List<String> headings = List.of("Target", "Scheme", "Activations", "Weights of convolutions");
    assertThat(TerminalRenderer.render(new Section.Table("t", headings, rows), 48).lines())
        .filteredOn(line -> line.startsWith("| npu"))
        .hasSize(4)
        .allMatch(line -> line.matches("\\| npu    \\| INT(8 |16)  \\|.*"));
  }

  @Test
  void anotherPartHasTheRowsThatSaySomethingThere() {
    Section.Table table =
        new Section.Table(
            "t",
            List.of("Node", "NodeType", "Precision", "Reason"),
            List.of(
                List.of(Cell.of("convolution"), Cell.of("Conv"), Cell.of("int8"), Cell.of("")),
                List.of(
                    Cell.of("softmax"),
                    Cell.of("Softmax"),
                    Cell.of("float32"),
                    Cell.of("only outputs of the model depend on it"))));
    assertThat(TerminalRenderer.render(table, 40))
        .isEqualTo(
            """
            t
            +-------------+----------+-----------+
            | Node        | NodeType | Precision |
            +-------------+----------+-----------+
            | convolution | Conv     | int8      |
            | softmax     | Softmax  | float32   |
            +-------------+----------+-----------+
            +-------------+------------------+
            | Node        | Reason           |
            +-------------+------------------+
            | softmax     | only outputs of  |
            |             | the model depend |
            |             | on it            |
            +-------------+------------------+
            """);
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    Section.Table table =
        new Section.Table(
            "t", List.of("名"), List.of(List.of(Cell.of("卷积")), List.of(Cell.of("conv"))));
    assertThat(TerminalRenderer.render(table, 40))
        .isEqualTo("t\n+------+\n| 名   |\n+------+\n| 卷积 |\n| conv |\n+------+\n");
  }

  @Test
  void sentencesGoOnFurtherInAndCommandsStayWhole() {
    assertThat(ScreenText.sentence("  one two three four five", 16))
        .containsExactly("  one two three", "    four five");
    assertThat(ScreenText.sentence("    plumb debug causes /a/long/folder", 16)).hasSize(1);
    assertThat(ScreenText.sentence("wrote /a/folder/and/file", 16)).hasSize(1);
    assertThat(ScreenText.sentence("", 16)).containsExactly("");
  }

  @Test
  void factsHangUnderTheirFirstLine() {
    LinkedHashMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("model", Cell.of("one two three four five six seven"));
    facts.put("opset", Cell.of(17));
    assertThat(TerminalRenderer.render(new Section.Facts("model", facts), 40))
        .isEqualTo("model\n  model  one two three four five six\n         seven\n  opset  17\n");
  }

  /** Whatever stands in a table, no line is wider than the screen and no character is lost. */
  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 120, 200})
  void nothingIsLostOrWider(int columns) {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<String> headings = new ArrayList<>();
      List<Cell> row = new ArrayList<>();
      StringBuilder written = new StringBuilder();
      for (int column = 0; column < 1 + random.nextInt(9); column++) {
        headings.add("h" + column);
        String word = "xy z/".repeat(1 + random.nextInt(20)).strip();
        boolean number = random.nextBoolean();
        row.add(number ? Cell.of(random.nextInt(1000)) : Cell.of(word));
        written.append(number ? "" : word);
      }
      String text =
          TerminalRenderer.render(new Section.Table("t", headings, List.of(row)), columns);
      assertThat(text.lines()).allMatch(line -> ScreenText.width(line) <= columns, text);
      assertThat(text.chars().filter(each -> each == 'y').count())
          .isGreaterThanOrEqualTo(written.chars().filter(each -> each == 'y').count());
    }
  }

  private static Section.Table table(List<String> headings, String name, double... values) {
    List<Cell> row = new ArrayList<>(List.of(Cell.of(name)));
    for (double value : values) {
      row.add(Cell.real(value, 6));
    }
    return new Section.Table("t", headings, List.of(row));
  }
}
