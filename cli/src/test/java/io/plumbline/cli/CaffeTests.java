package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caffe networks go through the same commands as ONNX models. */
class CaffeTests {
  @TempDir private Path folder;

  @Test
  void aDetectorCompilesToTheEndOfItsBoxes() throws IOException {
    Path model = SharedData.require("models/wechat_qr_caffe/detect.caffemodel");
    Path samples = Files.createDirectory(folder.resolve("samples"));
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 2; i++) {
      float[] pixels = new float[384 * 384];
      for (int at = 0; at < pixels.length; at++) {
        pixels[at] = (float) random.nextDouble();
      }
      NpyFile.write(samples.resolve(i + ".npy"), Tensor.of(Shape.of(1, 1, 384, 384), pixels));
    }
    Path prototxt = model.resolveSibling("detect.prototxt");
    PlumbRun compile =
        PlumbRun.of(
            "compile",
            "-m",
            model,
            "--proto",
            prototxt,
            "--cal-data-dir",
            samples,
            "--working-dir",
            folder.resolve("out"),
            "--prefix",
            "qr");
    assertThat(compile.status()).as(compile.err()).isZero();
    assertThat(compile.out()).contains("detection_output");
    PlumbRun infer =
        PlumbRun.of(
            "infer",
            folder.resolve("out/qr_quantized_model.onnx"),
            "--input",
            samples.resolve("0.npy"),
            "--json");
    assertThat(infer.status()).as(infer.err()).isZero();
    assertThat(infer.json().at("/tensors/0/shape").toString()).contains("100");
  }

  @Test
  void weightsWithoutAPrototxtAreRefused() {
    Path model = SharedData.require("models/wechat_qr_caffe/detect.caffemodel");
    PlumbRun check = PlumbRun.of("check", "-m", model);
    assertThat(check.status()).isNotZero();
    assertThat(check.err()).contains("--proto");
  }
}
