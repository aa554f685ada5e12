package io.plumbline.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value between limits that makes nearly all of the noise: two channels are subtracted. */
class SplitRangesTests {
  private static final int CHANNELS = 8;

  @TempDir private Path folder;

  @BeforeEach
  void write() {
    Random random = new Random(9);
    float[] twins = new float[2 * CHANNELS];
    float[] difference = new float[2 * CHANNELS * 3];
    for (int i = 0; i < CHANNELS; i++) {
      twins[2 * i] = 3 + random.nextFloat();
      twins[2 * i + 1] = twins[2 * i] * 1.05f;
    }
    for (int i = 0; i < CHANNELS * 3; i++) {
      int at = i / 3 * 6 + i % 3;
      difference[at] = -1 - random.nextFloat();
      difference[at + 3] = -difference[at];
    }
    new SmallModel(17)
        .input("x", 1, 1, 8, 8)
        .constant("w", Tensor.of(Shape.of(2 * CHANNELS, 1, 1, 1), twins))
        .node("Conv", "x w", "c")
        .constant("low", Tensor.scalar(0f))
        .constant("high", Tensor.scalar(6f))
        .node("Clip", "c low high", "r")
        .constant("v", Tensor.of(Shape.of(CHANNELS, 2, 1, 3), difference))
        .node(
            "Conv",
            "r v",
            "d",
            "group",
            CHANNELS,
            "pads",
            new long[] {0, 1, 0, 1},
            "kernel_shape",
            new long[] {1, 3})
        .node("Relu", "d", "e")
        .weights("u", 64, CHANNELS, 1, 1)
        .node("Conv", "e u", "f")
        .node("Relu", "f", "g")
        .weights("t", 4, 64, 1, 1)
        .node("Conv", "g t", "y")
        .write(folder.resolve("m.onnx"), "y");
  }

  private static CalibrationData data() {
    return (_, _, _) ->
        new SampleSource() {
          @Override
          public int size() {
            return 32;
          }

          @Override
          public String name(int index) {
            return "sample" + index;
          }

          @Override
          public Optional<Map<String, Tensor>> load(int index) {
            return Optional.of(
                Map.of("x", SmallModel.normal(new Random(index), Shape.of(1, 1, 8, 8))));
          }
        };
  }

  private CompileRequest request(String name, Effort effort) {
    return CompileRequest.of(ModelFiles.of(folder.resolve("m.onnx")), data())
        .into(folder.resolve(name), "p")
        .withEffort(effort)
        .withThreads(1);
  }

  private static double noise(Compilation compilation) {
    return compilation.tuned().orElseThrow().fidelity().error();
  }

  @Test
  void takesNoiseAwayAndSaysWhatItCosts() {
    Compilation balanced = Pipeline.compile(request("balanced", Effort.BALANCED), Progress.SILENT);
    Compilation best = Pipeline.compile(request("best", Effort.BEST), Progress.SILENT);
    assertThat(best.findings())
        .filteredOn(found -> found.code().equals("tune.ranges-split"))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("'r' in ", "% more multiply-accumulates");
    assertThat(noise(best)).isLessThan(noise(balanced) / 2);
    assertThat(requireNonNull(best.similarities().get("y")).quantizedCosine())
        .isGreaterThan(requireNonNull(balanced.similarities().get("y")).quantizedCosine());
  }

  @Test
  void aGoalTakesWiderIntegersInstead() {
    Compilation found =
        Pipeline.compile(
            request("goal", Effort.BEST).withGoal(Goal.NONE.withCosine(0.9999999)),
            Progress.SILENT);
    assertThat(found.findings()).extracting(Finding::code).doesNotContain("tune.ranges-split");
  }

  @Test
  void thePlanMakesItAgain() {
    Compilation made = Pipeline.compile(request("made", Effort.BEST), Progress.SILENT);
    assertThat(made.request().file(Artifact.PLAN)).content().contains("\"parts\"");
    Compilation again =
        Pipeline.compile(
            CompileRequest.of(made.request().files(), new RandomData())
                .into(folder.resolve("again"), "p")
                .withPlan(made.request().file(Artifact.PLAN)),
            Progress.SILENT);
    assertThat(again.request().file(Artifact.QUANTIZED))
        .hasSameBinaryContentAs(made.request().file(Artifact.QUANTIZED));
  }
}
