package io.plumbline.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.report.Cell;
import io.plumbline.report.Importance;
import io.plumbline.report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports in a browser; skipped where this machine has no Chromium. */
class ReportPageTests {
  private static final String HOSTILE =
      "</script><script>window.struck=1</script><img src=x"
          + " onerror=window.struck=2>\"'`${struck}{b}&amp;\u2028";

  @TempDir private static Path folder;
  private static Optional<Browser> browser = Optional.empty();

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> program = Browser.program();
    if (program.isPresent()) {
      browser = Optional.of(Browser.start(program.get(), folder.resolve("profile")));
    }
  }

  @AfterAll
  static void stop() {
    browser.ifPresent(Browser::close);
  }

  private static Browser browser() {
    assumeTrue(browser.isPresent(), "no Chromium on this machine: apt-get install chromium");
    return browser.orElseThrow();
  }

  private static Path page(MadeRun made) throws IOException {
    Section.Table table =
        new Section.Table(
            made.name("bars"),
            List.of("Node", "Drop"),
            List.of(
                List.of(Cell.of(made.name("layer1")), Cell.real(0.5, 3)),
                List.of(Cell.of(made.name("layer2")), Cell.missing())));
    HtmlReport report =
        new HtmlReport(
            made.run().title(),
            Optional.of(made.run()),
            List.of(
                new Part(
                    made.name("part"),
                    made.name("part") + ".json",
                    Importance.USUAL,
                    List.of(
                        table,
                        new Section.Chart(
                            table, Section.Chart.Shape.BARS, "Node", List.of("Drop"))))));
    Path file = folder.resolve("report" + made.layers() + made.prefix().length() + ".html");
    Files.writeString(file, report.html());
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", HOSTILE})
  void everyNameIsShownAsItStands(String prefix) throws IOException {
    MadeRun made = new MadeRun(12, prefix);
    Browser page = browser();
    page.look(1280, 900, false);
    page.open(page(made));
    page.evaluate("Report.graph.choose(1, true)");
    assertThat(page.evaluate("typeof window.struck")).isEqualTo("undefined");
    assertThat(page.evaluate("document.images.length + document.scripts.length")).isEqualTo(9);
    assertThat(String.valueOf(page.evaluate("document.querySelector('h1').textContent")))
        .isEqualTo(made.name("model") + ".onnx");
    assertThat(String.valueOf(page.evaluate("document.getElementById('panel').textContent")))
        .contains(made.name("origin1"), made.name("weight1"), made.name("message"));
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void searchFindsByTheNameInTheModelAsGivenAndEnterOpensIt() throws IOException {
    Browser page = browser();
    page.look(1280, 900, false);
    page.open(page(new MadeRun(60, "")));
    page.press("/");
    page.type("origin37");
    assertThat(page.evaluate("document.querySelectorAll('#hits button').length")).isEqualTo(1);
    assertThat(page.evaluate("document.querySelectorAll('.layer.faint').length")).isEqualTo(59);
    page.press("Enter");
    assertThat(page.evaluate("Report.graph.chosen()")).isEqualTo(37);
    assertThat(String.valueOf(page.evaluate("document.getElementById('panel').textContent")))
        .contains("origin37");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void aClickOpensALayerAndKeysWalkOn() throws IOException {
    Browser page = browser();
    page.look(1280, 900, false);
    page.open(page(new MadeRun(30, "")));
    page.click("[data-layer='2']");
    assertThat(page.evaluate("Report.graph.chosen()")).isEqualTo(2);
    assertThat(page.evaluate("document.getElementById('panel').hidden")).isEqualTo(false);
    assertThat(page.evaluate("document.querySelectorAll('#panel .chart svg').length")).isEqualTo(3);
    page.evaluate("document.querySelector('[data-layer=\"2\"]').focus()");
    page.press("ArrowDown");
    assertThat(page.evaluate("Report.graph.chosen()")).isEqualTo(3);
    page.press("Escape");
    assertThat(page.evaluate("document.getElementById('panel').hidden")).isEqualTo(true);
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void tablesSortAndFilter() throws IOException {
    Browser page = browser();
    page.look(1280, 900, false);
    page.open(page(new MadeRun(30, "")));
    String rows = "document.querySelector('#layers tbody').rows";
    page.click("#layers thead th:last-child button");
    assertThat(page.evaluate(rows + "[0].cells[0].textContent")).isEqualTo("layer0");
    page.click("#layers thead th:last-child button");
    assertThat(page.evaluate(rows + "[0].cells[0].textContent")).isEqualTo("layer29");
    page.click("#layers input[type=search]");
    page.type("int16 conv");
    assertThat(page.evaluate("[...%s].filter(row => !row.hidden).length".formatted(rows)))
        .isEqualTo(3);
  }

  @Test
  void aSheetOfPaperHoldsTheWholeGraphAndChartsOfItsWidth() throws IOException {
    Browser page = browser();
    page.look(1280, 900, false);
    page.open(page(new MadeRun(30, "")));
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    assertThat(page.evaluate("document.querySelectorAll('#paper svg use').length > 1"))
        .isEqualTo(true);
    assertThat(
            page.evaluate(
                "[...document.querySelectorAll('.chart > div > svg')]"
                    + ".every(svg => svg.getAttribute('viewBox').startsWith('0 0 690 '))"))
        .isEqualTo(true);
    page.evaluate("window.dispatchEvent(new Event('afterprint'))");
    assertThat(page.evaluate("document.querySelectorAll('.chart svg[viewBox]').length"))
        .isEqualTo(0);
    page.open(page(new MadeRun(400, "")));
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    assertThat(String.valueOf(page.evaluate("document.getElementById('paper').textContent")))
        .contains("too large");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void detailsAreClosedAndDrawnWhenOpened() throws IOException {
    Section.Table table =
        new Section.Table(
            "counts",
            List.of("Middle", "float"),
            List.of(
                List.of(Cell.real(-0.32358203, 6), Cell.of(3)),
                List.of(Cell.real(1e-9, 6), Cell.of(5))));
    Section.Chart chart =
        new Section.Chart(table, Section.Chart.Shape.CURVE, "Middle", List.of("float"));
    Path file = folder.resolve("details.html");
    Files.writeString(
        file,
        new HtmlReport(
                "t",
                Optional.empty(),
                List.of(new Part("p", "p.json", Importance.DETAIL, List.of(chart))))
            .html());
    Browser page = browser();
    page.look(1280, 900, false);
    page.open(file);
    assertThat(page.evaluate("document.querySelectorAll('.chart svg').length")).isEqualTo(0);
    page.click("details.part > summary");
    String drawn = "done(document.querySelector('.chart svg').textContent)";
    assertThat(
            String.valueOf(
                page.evaluate(
                    "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => %s)))"
                        .formatted(drawn))))
        .contains("−0.32358");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void everyChartHasATableBehindIt() throws IOException {
    Browser page = browser();
    page.look(1280, 900, true);
    page.open(page(new MadeRun(30, "")));
    page.evaluate("Report.graph.choose(3, true)");
    assertThat(
            page.evaluate(
                """
                [...document.querySelectorAll(".chart")].every(chart =>
                    chart.querySelector("svg") && chart.parentNode.querySelector("table"))
                """))
        .isEqualTo(true);
  }

  @Test
  void aThousandLayersOpenInThreeSeconds() throws IOException {
    Browser page = browser();
    page.look(1280, 900, false);
    Path file = page(new MadeRun(1000, "features.deep."));
    double milliseconds = Math.min(page.open(file), Math.min(page.open(file), page.open(file)));
    assertThat(page.evaluate("document.querySelectorAll('.layer').length")).isEqualTo(1000);
    assertThat(milliseconds).isLessThan(3000);
    assertThat(Files.size(file)).isLessThan(20_000_000);
  }

  @Test
  void nothingGoesBeyondANarrowPage() throws IOException {
    Browser page = browser();
    Path file = page(new MadeRun(30, ""));
    for (int width : List.of(480, 800, 1280)) {
      page.look(width, 900, false);
      page.open(file);
      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
    }
  }
}
