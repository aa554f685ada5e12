package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections through a JSON text and back. */
class SectionTreeTests {
  private static final Section.Table TABLE =
      new Section.Table(
          "Nodes that cost most",
          List.of("Node", "Count", "Figure"),
          List.of(
              List.of(Cell.of("conv1"), Cell.of(3), Cell.real(0.1, 6)),
              List.of(Cell.of("1e5"), Cell.missing(), Cell.real(Double.NaN, 6)),
              List.of(Cell.of(""), Cell.of(-1), Cell.real(Double.NEGATIVE_INFINITY, 6))));

  private static Object through(Section... sections) {
    return Json.parse(Json.pretty(Map.of(SectionTree.KEY, SectionTree.write(List.of(sections)))));
  }

  @Test
  void comeBackAsTheyWere() {
    SequencedMap<String, Cell> facts = new LinkedHashMap<>();
    facts.put("samples", Cell.of(8));
    facts.put("decibels", Cell.real(31, 6));
    facts.put("of", Cell.of("weights"));
    Section.Facts named = new Section.Facts("Triage", facts);
    assertThat(SectionTree.read(through(TABLE, named))).contains(List.of(TABLE, named));
  }

  @ParameterizedTest
  @EnumSource
  void chartsKeepTheirShape(Section.Chart.Shape shape) {
    Section.Chart chart = new Section.Chart(TABLE, shape, "Node", List.of("Figure", "Count"));
    assertThat(SectionTree.read(through(chart))).contains(List.of(chart));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"rows\": []}", "[1]", "{\"sections\": [{\"tensor\": \"a\"}]}"})
  void otherObjectsSayNothingOfSections(String text) {
    assertThat(SectionTree.read(Json.parse(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"is\": \"picture\", \"title\": \"t\"}",
        "{\"is\": \"table\", \"title\": \"t\", \"columns\": [\"a\"], \"rows\": [[1, 2]]}",
        "{\"is\": \"table\", \"title\": \"t\", \"columns\": [\"a\"]}",
        "{\"is\": \"facts\", \"title\": \"t\", \"rows\": [[]]}"
      })
  void damagedOnesAreRefused(String section) {
    assertThatThrownBy(() -> SectionTree.read(Json.parse("{\"sections\": [" + section + "]}")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
