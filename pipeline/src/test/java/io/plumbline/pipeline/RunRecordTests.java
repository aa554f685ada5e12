package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.report.Json;
import io.plumbline.report.run.CompiledRun;
import io.plumbline.report.run.Layer;
import io.plumbline.report.run.OutputTruth;
import io.plumbline.report.run.TensorFacts;
import io.plumbline.report.run.Verdict;
import io.plumbline.report.run.WeightFacts;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code P.json} of a network with two outputs, one of which is read inside as well. */
class RunRecordTests {
  @TempDir private static Path folder;
  private static Compilation compilation;
  private static CompiledRun run;

  private record Noise(int size) implements SampleSource {
    @Override
    public String name(int index) {
      return "noise " + index;
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      return Optional.of(Map.of("x", SmallModel.normal(new Random(index), Shape.of(16, 32))));
    }
  }

  @BeforeAll
  static void compile() throws IOException {
    compilation = compile(folder.resolve("one"), 1);
    run = CompiledRun.read(Json.parse(text(compilation)), "p.json");
  }

  private static Compilation compile(Path place, int threads) throws IOException {
    Path file =
        new SmallModel(17)
            .input("x", 16, 32)
            .weights("w", 32, 32)
            .weights("b", 32)
            .weights("v", 32, 64)
            .weights("c", 64)
            .node("MatMul", "x w", "p")
            .node("Add", "p b", "h")
            .node("Relu", "h", "r")
            .node("MatMul", "r v", "q")
            .node("Add", "q c", "y")
            .write(Files.createDirectories(place).resolve("m.onnx"), "h", "y");
    CompileRequest request =
        CompileRequest.of(ModelFiles.of(file), (inputs, pictures, findings) -> new Noise(32))
            .into(place.resolve("out"), "p")
            .withThreads(threads);
    return Pipeline.compile(request, Progress.SILENT);
  }

  private static String text(Compilation compiled) throws IOException {
    return Files.readString(compiled.request().file(Artifact.RUN));
  }

  @Test
  void theSameInputsGiveTheSameBytesAnywhere() throws IOException {
    String text = text(compilation);
    assertThat(text(compile(folder.resolve("two"), 2))).isEqualTo(text);
    assertThat(text).doesNotContain(folder.toString());
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    assertThat(run.json()).isEqualTo(text(compilation));
  }

  @Test
  void everyLayerIsThereWithItsNamesInAllModels() {
    assertThat(run.layers())
        .hasSameSizeAs(compilation.plan().nodes())
        .allSatisfy(
            layer -> {
              assertThat(layer.origins()).isNotEmpty();
              assertThat(layer.nodes()).allMatch(node -> compilation.optimised().namesNode(node));
              assertThat(layer.truth()).isPresent();
            });
    Layer first = run.layers().getFirst();
    assertThat(first.inputs()).containsExactly("x");
    assertThat(first.work()).isEqualTo(16 * 32 * 32);
  }

  @Test
  void everyValueThatALayerReadsIsKnown() {
    List<String> known = run.tensors().stream().map(TensorFacts::name).toList();
    assertThat(run.layers())
        .allSatisfy(
            layer -> {
              assertThat(known).containsAll(layer.inputs());
              assertThat(known).containsAll(layer.outputs());
            });
  }

  @Test
  void histogramsHoldAllElements() {
    assertThat(run.tensors())
        .anyMatch(tensor -> tensor.observed().flatMap(TensorFacts.Observed::histogram).isPresent());
    for (TensorFacts tensor : run.tensors()) {
      tensor
          .observed()
          .ifPresent(
              observed ->
                  observed
                      .histogram()
                      .ifPresent(
                          bars ->
                              assertThat(bars.counts().stream().mapToLong(Long::longValue).sum())
                                  .isEqualTo(observed.elements())));
    }
  }

  @Test
  void boxesLieWithinTheirChannelAndThatWithinItsThreshold() {
    assertThat(run.weights()).extracting(WeightFacts::channels).containsExactly(32, 64);
    assertThat(run.weights().getLast().boxes()).hasSize(48);
    assertThat(run.weights())
        .flatExtracting(WeightFacts::boxes)
        .allSatisfy(
            box -> {
              assertThat(
                      List.of(
                          box.minimum(),
                          box.lowerQuartile(),
                          box.median(),
                          box.upperQuartile(),
                          box.maximum()))
                  .isSorted();
              assertThat(box.threshold())
                  .isGreaterThanOrEqualTo(0.9f * Math.max(-box.minimum(), box.maximum()));
            });
  }

  @Test
  void theVerdictRestsOnTheOutputs() {
    assertThat(run.verdict().level()).isEqualTo(Verdict.Level.GOOD);
    assertThat(run.outputs()).extracting(OutputTruth::name).containsExactly("h", "y");
    assertThat(run.next()).isNotEmpty();
  }
}
