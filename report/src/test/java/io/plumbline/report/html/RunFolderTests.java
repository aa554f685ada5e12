package io.plumbline.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.report.Cell;
import io.plumbline.report.Json;
import io.plumbline.report.Section;
import io.plumbline.report.SectionTree;
import io.plumbline.tensor.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports made again from the files of a folder. */
class RunFolderTests {
  private static final String SENSITIVITY =
      """
      {"type": "node", "samples": 4, "measures": ["cosine"],
       "rows": [{"name": "layer1", "places": [{"tensor": "t", "bit": 8}], "figures": {"cosine": 0.5}},
                {"name": "layer2", "places": [], "figures": {"cosine": "NaN"}}]}
      """;

  @TempDir private Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void thePageOfACompilationIsMadeAgainToTheByte() throws IOException {
    MadeRun made = new MadeRun(6, "");
    write("p.json", made.run().json());
    assertThat(RunFolder.write(folder)).containsExactly(folder.resolve("p.html"));
    assertThat(folder.resolve("p.html")).content().isEqualTo(HtmlReport.of(made.run()).html());
  }

  @Test
  void otherRunsAreShownBesideTheirCompilation() throws IOException {
    write("p.json", new MadeRun(6, "").run().json());
    write("p_q.json", new MadeRun(7, "").run().json());
    write("p_noise.json", "{\"samples\": 3}");
    write("p_q_noise.json", "{\"samples\": 5}");
    write("p_plan.json", "{\"steps\": 3}");
    write("debug/figures_of_node.json", "{\"kept\": 3}");
    write("debug/sensitivity_of_node.json", SENSITIVITY);
    assertThat(RunFolder.write(folder))
        .containsExactly(folder.resolve("p.html"), folder.resolve("p_q.html"));
    assertThat(folder.resolve("p.html"))
        .content()
        .contains("p_noise.json", "debug/sensitivity_of_node.json")
        .doesNotContain("p_q_noise.json", "p_plan.json", "figures_of_node");
    assertThat(folder.resolve("p_q.html")).content().contains("p_q_noise.json");
  }

  @Test
  void theMostImportantStandsFirstAndDetailsLast() throws IOException {
    write("a.json", "{\"importance\": \"detail\", \"first\": 1}");
    write("b.json", "{\"second\": 1}");
    write("c.json", "{\"importance\": \"first\", \"third\": 1}");
    RunFolder.write(folder);
    assertThat(Files.readString(folder.resolve("report.html")))
        .containsSubsequence("\"c.json\"", "\"b.json\"", "\"a.json\"");
  }

  @Test
  void withoutACompilationThereIsOnePage() throws IOException {
    write("sensitivity_of_node.json", SENSITIVITY);
    write("broken.json", "{");
    assertThat(RunFolder.write(folder)).containsExactly(folder.resolve("report.html"));
    assertThat(folder.resolve("report.html")).content().contains("this is no JSON");
  }

  @Test
  void aListOfObjectsIsATableWithColumnsOfItsInnerObjects() {
    List<Section> sections = JsonSections.of("sensitivity.json", Json.parse(SENSITIVITY));
    assertThat(sections).hasSize(2);
    assertThat(sections.getLast()).isInstanceOf(Section.Table.class);
    Section.Table table = (Section.Table) sections.getLast();
    assertThat(table.columns()).containsExactly("name", "places", "figures.cosine");
    assertThat(table.rows().getFirst())
        .containsExactly(Cell.of("layer1"), Cell.of("t 8"), Cell.real(0.5, 6));
  }

  @Test
  void whatAFileSaysOfItsSectionsIsShownAndNothingElse() {
    Section.Table table =
        new Section.Table(
            "Harm", List.of("Node", "Figure"), List.of(List.of(Cell.of("a"), Cell.real(0.5, 6))));
    Section chart = new Section.Chart(table, Section.Chart.Shape.BARS, "Node", List.of("Figure"));
    String text =
        Json.pretty(Map.of("passes", 20.5, SectionTree.KEY, SectionTree.write(List.of(chart))));
    assertThat(JsonSections.of("any.json", Json.parse(text))).containsExactly(chart);
    String damaged = text.replace("bars", "pillars");
    assertThat(JsonSections.of("any.json", Json.parse(damaged)))
        .singleElement()
        .isInstanceOfSatisfying(
            Section.Facts.class,
            facts -> assertThat(facts.facts().sequencedKeySet()).containsExactly("not shown"));
  }

  @Test
  void anEmptyFolderAndADamagedRecordAreRefused() throws IOException {
    assertThatThrownBy(() -> RunFolder.write(folder))
        .isInstanceOfSatisfying(
            BadDataException.class, e -> assertThat(e.code()).isEqualTo("report.nothing"));
    write("p.json", "{\"kind\": \"compile\", \"format\": 1}");
    assertThatThrownBy(() -> RunFolder.write(folder))
        .isInstanceOfSatisfying(
            BadDataException.class, e -> assertThat(e.code()).isEqualTo("report.damaged"));
  }
}
