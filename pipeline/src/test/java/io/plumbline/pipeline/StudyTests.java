package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Ranges;
import io.plumbline.quantize.plan.Source;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTests {
  private static CompileRequest request() {
    return CompileRequest.of(
        ModelFiles.of(SharedData.root().resolve("examples/shapes/model.onnx")), new RandomData());
  }

  @Test
  void unchangedCandidateIsWhatCompileWrites(@TempDir Path folder) throws IOException {
    CompileRequest request = request().into(folder, "p");
    Pipeline.compile(request, Progress.SILENT);
    Study study = Study.open(request, Progress.SILENT);
    byte[] program = ProgramWriter.bytes(study.lower(study.plan(study.ranges())).program());
    assertThat(Files.readAllBytes(request.file(Artifact.QUANTIZED))).isEqualTo(program);
  }

  @Test
  void anotherCalibratorForOneTensorChangesThatTensor() {
    Study study = Study.open(request(), Progress.SILENT);
    Ranges ranges = study.ranges();
    String tensor = ranges.tensors().get(1);
    QuantPlan before = study.plan(ranges);
    QuantPlan after = study.plan(ranges.with(tensor, Candidate.of(new Calibrator.Max())));
    assertThat(after.activation(tensor).orElseThrow().source())
        .isEqualTo(new Source.Calibrated("max"));
    ranges.tensors().stream()
        .filter(other -> !other.equals(tensor))
        .forEach(other -> assertThat(after.activation(other)).isEqualTo(before.activation(other)));
    assertThat(study.plan(ranges).activations()).isEqualTo(before.activations());
    assertThat(study.score(study.lower(after)).mean()).isBetween(0.9, 1.0);
  }

  @Test
  void tensorWithoutARangeIsNamed() {
    Study study = Study.open(request(), Progress.SILENT);
    assertThatThrownBy(() -> study.ranges().with("nothing", Candidate.of(new Calibrator.Max())))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("'nothing'");
  }
}
