package io.plumbline.conformance.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Study;
import io.plumbline.pipeline.plan.PlanFile;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.testkit.SharedData;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of real models are what their programs do, and come back from their files. */
class SharedPlansTests {
  @Test
  void theExample() {
    requireFollowed(SharedData.root().resolve("examples/shapes/model.onnx"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mnist_8/model.onnx",
        "mlperf_tiny_onnx/kws_dscnn.onnx",
        "mlperf_tiny_onnx/ad_autoencoder.onnx",
        "tribuo_onnx/cnn_mnist.onnx"
      })
  void smallModels(String model) {
    requireFollowed(SharedData.require("models/" + model));
  }

  @ParameterizedTest
  @Tag("slow")
  @ValueSource(
      strings = {
        "mlperf_tiny_onnx/resnet8_cifar10.onnx",
        "mlperf_tiny_onnx/vww_mobilenet_v1_025_96.onnx",
        "resnet_cifar10_onnx/resnet20.onnx",
        "ultraface_onnx/version-slim-320.onnx",
        "vit_cifar10_onnx/vit_cifar10_op17.onnx",
        "yolox_nano_onnx/yolox_nano.onnx"
      })
  void otherModels(String model) {
    requireFollowed(SharedData.require("models/" + model));
  }

  private static void requireFollowed(Path model) {
    CompileRequest request =
        CompileRequest.of(ModelFiles.of(model), new RandomData()).withThreads(1);
    Study study = Study.open(request, Progress.SILENT);
    QuantPlan plan = study.plan(study.ranges());
    LoweredProgram lowered = study.lower(plan);
    assertThat(PlacedPlan.violation(plan, lowered)).isEmpty();
    String text = PlanFile.write(plan, study.graph(), request.target().rounding());
    assertThat(ProgramWriter.bytes(study.lower(study.plan(text, "text")).program()))
        .isEqualTo(ProgramWriter.bytes(lowered.program()));
  }
}
