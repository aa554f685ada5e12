package io.plumbline.pipeline.debug;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.pipeline.debug.cause.Cure;
import io.plumbline.pipeline.debug.cause.Diagnosis;
import io.plumbline.pipeline.debug.cause.NodeError;
import io.plumbline.pipeline.debug.cause.Suspect;
import io.plumbline.pipeline.debug.cause.SuspectSearch;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.report.Cell;
import io.plumbline.report.Json;
import io.plumbline.report.Section;
import io.plumbline.report.SectionTree;
import io.plumbline.report.html.RunFolder;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.debug.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What debugging writes, and what {@code plumb report} draws of it. */
class DebugReportTests {
  @TempDir private Path folder;
  private final DebugSamples samples = SmallCalibrated.samples();

  private DebugModel model() {
    return SmallCalibrated.make().written(folder);
  }

  private static List<Section> shown(Path json) throws IOException {
    return SectionTree.read(Json.parse(Files.readString(json))).orElseThrow();
  }

  private static List<Double> column(Section.Table table, String name) {
    int column = table.columns().indexOf(name);
    return table.rows().stream()
        .map(row -> row.get(column) instanceof Cell.Real(double value, int _) ? value : Double.NaN)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"COSINE", "SQNR", "MSE", "CORRELATION"})
  void barsAreLongerTheMoreHarmANodeDoes(Measure measure) throws IOException {
    Sensitivity sensitivity =
        SensitivityMeasurement.of(
            model(),
            samples,
            SensitivityRequest.of(NodeType.NODE, List.of(measure, Measure.MAE), 2),
            Progress.SILENT);
    Path json = new SensitivityReport(sensitivity).write(folder).getLast();
    Section.Chart chart = (Section.Chart) shown(json).getFirst();
    assertThat(chart.shape()).isEqualTo(Section.Chart.Shape.BARS);
    assertThat(chart.title()).contains("Each node rounded alone, on 6 samples");
    assertThat(chart.values()).hasSize(1);
    List<Double> bars = column(chart.table(), chart.values().getFirst());
    assertThat(bars)
        .hasSameSizeAs(sensitivity.entries())
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(bars.getLast()).isNotNegative().isLessThan(bars.getFirst() / 2);
  }

  @Test
  void everyFileOfRunAllIsDrawn() throws IOException {
    RunAll.Request request =
        new RunAll.Request(
            folder.resolve("debug_result"),
            Optional.empty(),
            SensitivityRequest.of(NodeType.NODE, List.of(Measure.COSINE), 2),
            List.of(),
            List.of(),
            Optional.empty(),
            new AccumulationRequest(
                AccumulationRequest.Sets.NONE,
                AccumulationRequest.Sets.NONE,
                Measure.COSINE,
                false),
            0.999999,
            List.of());
    DebugReport.Outcome outcome = RunAll.of(model(), samples, request, Progress.SILENT);
    List<Path> files =
        outcome.files().stream().filter(file -> file.toString().endsWith(".json")).toList();
    assertThat(files).hasSizeGreaterThan(10);
    for (Path file : files) {
      assertThat(shown(file)).as(file.toString()).anyMatch(Section.Chart.class::isInstance);
    }
    Path page = RunFolder.write(folder).getFirst();
    String html = Files.readString(page);
    for (String title :
        new String[] {
          "Each weight rounded alone, on 6 samples: 1 − cosine-similarity of the outputs",
          "Each activation rounded alone",
          "Accumulated error: cosine-similarity",
          "Outputs as nodes are left in float",
          "Error on the same input",
        }) {
      assertThat(html).contains(title);
    }
  }

  private Section.Table suspects(Cause cause, double... gains) {
    return new CauseReport(diagnosis(cause, gains), Optional.empty()).suspects();
  }

  private Diagnosis diagnosis(Cause cause, double... gains) {
    Diagnosis found = SuspectSearch.of(model(), samples, 2, Progress.SILENT);
    Suspect first = found.suspects().getFirst();
    NodeError error = first.error().orElseThrow();
    NodeError other =
        new NodeError(
            error.step(),
            error.place(),
            error.op(),
            error.same(),
            error.facts(),
            cause,
            error.avoidable(),
            error.accumulated(),
            error.cosine());
    List<Cure.Kind> kinds = List.of(Cure.Kind.values());
    List<Cure> cures =
        IntStream.range(0, gains.length)
            .mapToObj(i -> new Cure(kinds.get(i), gains[i], 0, false))
            .toList();
    Suspect suspect = new Suspect(first.step(), Optional.of(other), 1, 1, cures);
    return new Diagnosis(1, 1, 1, List.of(suspect), List.of(), 1, 100);
  }

  @Test
  void theCureIsTheCheapestThatGainsMostAndAtLeastATenthOfADecibel() {
    assertThat(cureAndGain(suspects(Cause.ROUNDING, 0.2, 0.7, 1)))
        .containsExactly(Cell.of(Cure.Kind.NUMBERS.label()), Cell.real(0.7, 2));
    assertThat(cureAndGain(suspects(Cause.ROUNDING, 0.09, 0.05)))
        .containsExactly(Cell.of("none surely gains 0.1 dB"), Cell.missing());
    assertThat(cureAndGain(suspects(Cause.NONE, 0.2, 0.7)))
        .containsExactly(Cell.of("none needed"), Cell.missing());
  }

  @Test
  void whatChanceGainsIsNoCure() {
    Diagnosis sure = diagnosis(Cause.ROUNDING, 1.2);
    Suspect suspect = sure.suspects().getFirst();
    List<Cure> lucky = List.of(new Cure(Cure.Kind.WIDE_VALUE, 1.2, 0.2, false));
    Diagnosis doubtful =
        diagnosis(new Suspect(suspect.step(), suspect.error(), 1, 1, lucky), 8, 100);
    assertThat(cureAndGain(new CauseReport(doubtful, Optional.empty()).suspects()))
        .containsExactly(Cell.of("none surely gains 0.1 dB"), Cell.missing());
    assertThat(new CauseReport(doubtful, Optional.empty()).sentences())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).endsWith("+1.20 dB, which may be chance"))
        .last(InstanceOfAssertFactories.STRING)
        .isEqualTo("do first: measure with '-d 32', 8 cannot tell a gain from chance");
    assertThat(
            new CauseReport(diagnosis(doubtful.suspects().getFirst(), 100, 200), Optional.empty())
                .sentences())
        .last(InstanceOfAssertFactories.STRING)
        .isEqualTo("do first: measure with '-d 200', 100 cannot tell a gain from chance");
    assertThat(
            new CauseReport(diagnosis(doubtful.suspects().getFirst(), 20, 20), Optional.empty())
                .sentences())
        .last(InstanceOfAssertFactories.STRING)
        .contains("name a folder of about 80 samples after MODEL, the 20 there are cannot");
  }

  private static Diagnosis diagnosis(Suspect suspect, int samples, int available) {
    return new Diagnosis(1, 1, 1, List.of(suspect), List.of(), samples, available);
  }

  @Test
  void theLastSentenceNamesNodeCauseAndWhatToTry() {
    assertThat(sentences(Cause.CLIPPING, 0.7))
        .hasSize(2)
        .last(InstanceOfAssertFactories.STRING)
        .startsWith("do first: '")
        .contains("' suffers from clipping; ", "calibration_type: max");
    assertThat(sentences(Cause.ROUNDING, 0.7)).last().asString().contains("calibration_type: mse");
    assertThat(sentences(Cause.BIAS, 0, 3)).last().asString().contains("compile it again");
    assertThat(sentences(Cause.ROUNDING, 0, 0, 3))
        .last(InstanceOfAssertFactories.STRING)
        .matches(".*quant_config: \\{node_config: \\{\\w+: \\{qtype: int16}}}'");
    assertThat(sentences(Cause.ROUNDING, 0, 0, 0, 0, 3)).last().asString().contains("run_on_cpu");
    assertThat(sentences(Cause.NONE, 3))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("nothing stands out", "weights and activations cost alike");
  }

  private List<String> sentences(Cause cause, double... gains) {
    return new CauseReport(diagnosis(cause, gains), Optional.empty()).sentences();
  }

  private static List<Cell> cureAndGain(Section.Table suspects) {
    List<Cell> row = suspects.rows().getFirst();
    return row.subList(suspects.columns().indexOf("Cure"), row.size());
  }

  @Test
  void theAnalysisSaysWhatItTakes() {
    List<SensitivityAnalysis.Step> steps =
        List.of(
            new SensitivityAnalysis.Step(0, "", 0.9),
            new SensitivityAnalysis.Step(1, "a", 0.95),
            new SensitivityAnalysis.Step(2, "b", 0.99));
    assertThat(sentence(steps, 0.9))
        .isEqualTo("cosine-similarity 0.9 holds already, with all nodes quantized");
    assertThat(sentence(steps, 0.94))
        .isEqualTo("cosine-similarity 0.94 is reached with 1 node in float");
    assertThat(sentence(steps, 0.99)).endsWith("is reached with 2 nodes in float");
    assertThat(sentence(steps, 0.999)).endsWith("is not reached with 2 nodes in float");
    assertThat(sentence(steps.subList(0, 1), 0.999)).contains("is not reached, and no node");
  }

  private static String sentence(List<SensitivityAnalysis.Step> steps, double target) {
    return new AnalysisReport(new SensitivityAnalysis(Measure.COSINE, steps, target))
        .sentences()
        .getFirst();
  }
}
