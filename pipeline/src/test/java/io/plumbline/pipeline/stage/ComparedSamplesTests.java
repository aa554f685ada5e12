package io.plumbline.pipeline.stage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.record.CompilationReport;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.report.Cell;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of all samples is measured on all. */
class ComparedSamplesTests {
  private static final int SAMPLES = 24;

  @TempDir private Path folder;

  /** All samples live in the second channel, the odd one in the first. */
  private record OneOdd(int odd) implements CalibrationData {
    @Override
    public SampleSource open(
        List<Port> inputs,
        SequencedMap<String, PictureInput> pictures,
        Consumer<Finding> findings) {
      return new SampleSource() {
        @Override
        public int size() {
          return SAMPLES;
        }

        @Override
        public String name(int index) {
          return "folder/s" + index;
        }

        @Override
        public Optional<Map<String, Tensor>> load(int index) {
          Random random = new Random(index);
          float[] values = new float[32];
          for (int i = 0; i < 16; i++) {
            values[index == odd ? i : 16 + i] = (float) random.nextGaussian();
          }
          return Optional.of(Map.of("v0", Tensor.of(Shape.of(1, 2, 4, 4), values)));
        }
      };
    }
  }

  private Compilation compiled(int odd) {
    Path model = folder.resolve("model.onnx");
    OnnxWriter.write(RuinedOutputsTests.chain(RuinedOutputsTests.LOST), model);
    return Pipeline.compile(
        CompileRequest.of(ModelFiles.of(model), new OneOdd(odd)).into(folder.resolve("work"), "p"),
        Progress.SILENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 13, SAMPLES - 1})
  void anOutputIsComparedOnEverySample(int odd) {
    Compilation found = compiled(odd);
    assertThat(requireNonNull(found.similarities().get("v4")).samples()).hasSize(SAMPLES);
    assertThat(requireNonNull(found.similarities().get("v4")).quantized().worstSample())
        .isEqualTo("s" + odd);
    assertThat(found.findings())
        .filteredOn(finding -> finding.code().equals("similarity.ruined"))
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.message()).contains("worst sample (s" + odd + ")"));
  }

  @Test
  void innerTensorsAreComparedOnSamplesOfTheWholeSetAndTheNumberIsSaid() {
    Compilation found = compiled(SAMPLES);
    assertThat(requireNonNull(found.similarities().get("v1")).samples())
        .extracting(sample -> sample.sample())
        .containsExactly("s0", "s3", "s6", "s9", "s12", "s15", "s18", "s21");
    CompilationReport report = new CompilationReport(found);
    assertThat(report.nodes().columns()).endsWith("Samples");
    assertThat(report.nodes().rows().getFirst().getLast()).isEqualTo(Cell.of(8));
    assertThat(report.nodes().rows().getLast().getLast()).isEqualTo(Cell.of(24));
    assertThat(report.outputs().rows().getFirst().getLast()).isEqualTo(Cell.of(24));
  }
}
