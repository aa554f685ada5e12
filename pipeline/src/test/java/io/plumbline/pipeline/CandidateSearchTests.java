package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Metric;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.request.Search;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.pipeline.search.Searched;
import io.plumbline.pipeline.search.Trial;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.plan.Source;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CandidateSearchTests {
  private static final int SAMPLES = 24;

  @TempDir private Path folder;
  private final AtomicInteger loads = new AtomicInteger();

  @BeforeEach
  void write() {
    new SmallModel(17)
        .input("x", 1, 3, 8, 8)
        .weights("w", 6, 3, 3, 3)
        .weights("b", 6)
        .node("Conv", "x w b", "c")
        .node("Relu", "c", "r")
        .weights("v", 4, 6, 3, 3)
        .weights("d", 4)
        .node("Conv", "r v d", "y")
        .write(folder.resolve("m.onnx"), "y");
  }

  /** Normal numbers, and now and then a far one. */
  private CalibrationData data(int size) {
    return (_, _, _) ->
        new SampleSource() {
          @Override
          public int size() {
            return size;
          }

          @Override
          public String name(int index) {
            return "sample" + index;
          }

          @Override
          public Optional<Map<String, Tensor>> load(int index) {
            loads.incrementAndGet();
            Tensor sample = SmallModel.normal(new Random(index), Shape.of(1, 3, 8, 8));
            float[] numbers = sample.toFloats();
            numbers[index] *= index % 3 == 0 ? 20 : 1;
            return Optional.of(Map.of("x", Tensor.of(sample.shape(), numbers)));
          }
        };
  }

  private CompileRequest request(String name) {
    return CompileRequest.of(ModelFiles.of(folder.resolve("m.onnx")), data(SAMPLES))
        .into(folder.resolve(name), "p")
        .withThreads(2);
  }

  private static Compilation compile(CompileRequest request) {
    return Pipeline.compile(request, Progress.SILENT);
  }

  private Searched searched(String name, Search search) {
    return compile(request(name).withSearch(search)).searched().orElseThrow();
  }

  private static Search of(Calibrator... calibrators) {
    return Search.of(List.of(calibrators).stream().map(Candidate::of).toList());
  }

  @ParameterizedTest
  @EnumSource
  void oneIsTakenThatIsNoWorseThanTheFirst(Metric metric) {
    Searched found = searched("m", Search.usual().withMetric(metric));
    assertThat(found.trials()).hasSameSizeAs(Search.usual().candidates());
    assertThat(found.apart()).isTrue();
    assertThat(found.fitted()).isEqualTo(18);
    assertThat(found.judged()).isEqualTo(6);
    double first = found.trials().getFirst().corrected().orElseThrow();
    assertThat(metric.isBetter(first, found.score())).isFalse();
    assertThat(found.trials().stream().filter(Trial::taken).map(Trial::candidate))
        .containsExactly(found.calibration().base());
  }

  @Test
  void theWinnerMakesThePlanOfAllSamples() throws IOException {
    Compilation found = compile(request("searched").withSearch(Search.usual()));
    Candidate winner = found.searched().orElseThrow().calibration().base();
    CompileRequest asked = request("asked").with(found.searched().orElseThrow().calibration());
    compile(asked);
    assertThat(Files.readAllBytes(found.request().file(Artifact.QUANTIZED)))
        .isEqualTo(Files.readAllBytes(asked.file(Artifact.QUANTIZED)));
    assertThat(Files.readString(found.request().file(Artifact.QUANT_INFO)))
        .contains("\"calibration_type\" : \"%s\"".formatted(winner.method()));
    assertThat(Files.readString(folder.resolve("searched/plumb_compile.log")))
        .contains("Select ")
        .contains("Candidates, by cosine-similarity on 6 samples");
    assertThat(Files.readString(found.request().file(Artifact.SEARCH)))
        .contains("\"method\" : \"%s\"".formatted(winner.method()));
  }

  @Test
  void moreCandidatesReadNoSampleAgain() {
    searched("one", of(new Calibrator.Mse()));
    int few = loads.getAndSet(0);
    searched("all", Search.usual().withScope(Search.Scope.LAYERS));
    assertThat(loads).hasValue(few);
  }

  @Test
  void threadsDoNotMatter() throws IOException {
    for (Search.Scope scope : Search.Scope.values()) {
      CompileRequest one = request("one").withSearch(Search.usual().withScope(scope));
      CompileRequest seven = one.into(folder.resolve("seven"), "p").withThreads(7);
      compile(one.withThreads(1));
      compile(seven);
      for (Artifact artifact : List.of(Artifact.SEARCH, Artifact.QUANTIZED)) {
        assertThat(Files.readAllBytes(seven.file(artifact)))
            .isEqualTo(Files.readAllBytes(one.file(artifact)));
      }
    }
  }

  @Test
  void candidatesOfTheirOwnAreNoWorseThanOneForAll() {
    Search search = of(new Calibrator.Kl(), new Calibrator.Max()).withMetric(Metric.SQNR);
    Searched whole = searched("whole", search);
    Searched layers = searched("layers", search.withScope(Search.Scope.LAYERS));
    assertThat(layers.score()).isGreaterThanOrEqualTo(whole.score());
    assertThat(layers.trials()).anyMatch(trial -> trial.tensor().isPresent());
  }

  /** Least divergence cuts off the far numbers; a mixture that began there stayed there. */
  @Test
  void aMixtureBeginsWithTheBestForAll() {
    Searched mixture = searched("mixture", Search.mixture());
    assertThat(mixture.trials().stream().filter(trial -> trial.tensor().isEmpty()))
        .extracting(Trial::candidate)
        .containsExactlyElementsOf(Search.mixture().candidates());
    assertThat(mixture.trials().getFirst().candidate())
        .isEqualTo(Candidate.of(new Calibrator.Mse()));
    assertThat(mixture.score())
        .isGreaterThanOrEqualTo(mixture.trials().getFirst().corrected().orElseThrow());
  }

  @Test
  void whatANodeReadsHasItsOwnCandidates() {
    Search.Choice choice =
        new Search.Choice(
            new Selector.Node("y"), "c.yaml:1", List.of(Candidate.of(new Calibrator.Max())));
    Compilation found =
        compile(request("node").withSearch(of(new Calibrator.Mse()).withChoices(List.of(choice))));
    assertThat(found.plan().activation("r").orElseThrow().source())
        .isEqualTo(new Source.Calibrated("max"));
    assertThat(found.plan().activation("x").orElseThrow().source())
        .isEqualTo(new Source.Calibrated("mse"));
  }

  @Test
  void withoutEffortBiasesStay() {
    Compilation found = compile(request("fast").withSearch(Search.usual()).withEffort(Effort.FAST));
    assertThat(found.searched().orElseThrow().trials())
        .allMatch(trial -> trial.corrected().isEmpty());
  }

  @Test
  void aMissedSimilarityIsAWarning() {
    Search search = of(new Calibrator.MaxPercentile(0.6)).withSimilarity(0.9999);
    assertThat(compile(request("missed").withSearch(search)).findings())
        .extracting(Finding::code)
        .contains("search.similarity-missed");
  }

  @Test
  void oneSampleJudgesItself() {
    Compilation found =
        compile(request("few").withCalibration(data(1)).withSearch(of(new Calibrator.Mse())));
    assertThat(found.searched().orElseThrow().apart()).isFalse();
    assertThat(found.findings()).extracting(Finding::code).contains("search.same-samples");
  }

  @Test
  void randomSamplesCompareNothing() {
    Compilation found =
        compile(request("random").withCalibration(new RandomData()).withSearch(Search.usual()));
    assertThat(found.searched()).isEmpty();
    assertThat(found.findings()).extracting(Finding::code).contains("search.ignored");
  }
}
