package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.RawTensorFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of dumped tensors, as vendors' simulations and devices leave them. */
class GroundTruthTests {
  @TempDir private Path folder;

  private Path folder(String name) {
    return new Scene(folder).emptyFolder(name);
  }

  private static PlumbRun compare(Path expected, Path actual, Object... more) {
    Object[] arguments = new Object[more.length + 4];
    arguments[0] = "verify";
    arguments[1] = "--json";
    arguments[2] = "--gt";
    arguments[3] = expected + "," + actual;
    System.arraycopy(more, 0, arguments, 4, more.length);
    return PlumbRun.of(arguments);
  }

  @Test
  void whatWasDumpedIsWhatTheModelGives() {
    Path gt = folder.resolve("gt");
    PlumbRun dumped =
        PlumbRun.of(
            "verify",
            "-m",
            Scene.MODEL + "," + Scene.MODEL,
            "-i",
            Scene.picture(0),
            "--preprocess",
            Scene.PREPROCESS,
            "--output-gt",
            gt);
    assertThat(dumped.status()).describedAs(dumped.err()).isZero();
    assertThat(gt.resolve("input/input.npy")).isRegularFile();
    assertThat(gt.resolve("input/input.bin")).isRegularFile();
    assertThat(gt.resolve("input/filename.txt")).content().contains("calibration_000.png");
    Path outputs = gt.resolve("0_model.onnx");
    PlumbRun same = compare(outputs, gt.resolve("1_model.onnx"), "--atol", 0, "--rtol", 0);
    assertThat(same.status()).describedAs(same.err()).isZero();
    PlumbRun model =
        PlumbRun.of(
            "verify",
            "--json",
            "-m",
            Scene.MODEL,
            "-i",
            Scene.picture(1),
            "--preprocess",
            Scene.PREPROCESS,
            "--gt",
            outputs);
    assertThat(model.status()).isEqualTo(1);
    assertThat(model.json().get("outputs").get(0).get("line_diff").asLong()).isPositive();
  }

  @Test
  void realNumbersHaveATolerance() {
    Path one = folder("one");
    Path other = folder("other");
    NpyFile.write(one.resolve("out.npy"), Tensor.of(Shape.of(1, 2), 1f, 100f));
    NpyFile.write(other.resolve("out.npy"), Tensor.of(Shape.of(1, 2), 1.015f, 100.9f));
    assertThat(compare(one, other).status()).isZero();
    assertThat(compare(one, other).json().get("findings").isEmpty()).isTrue();
    assertThat(compare(one, other, "--rtol", "1e-3").status()).isEqualTo(1);
  }

  /** The manual's own command line, whose two tolerances are exchanged. */
  @Test
  void aToleranceThatFindsNothingIsNamed() {
    Path one = folder("one");
    Path other = folder("other");
    NpyFile.write(one.resolve("out.npy"), Tensor.of(Shape.of(1, 2), 1f, 100f));
    NpyFile.write(other.resolve("out.npy"), Tensor.of(Shape.of(1, 2), -1f, -100f));
    PlumbRun run = compare(one, other, "--atol", "100000", "--rtol", "0.000001");
    assertThat(run.status()).isZero();
    assertThat(run.json().get("outputs").get(0).get("max_abs_diff").asDouble()).isEqualTo(200);
    assertThat(run.json().get("findings").get(0).get("code").asString())
        .isEqualTo("verify.loose-tolerance");
  }

  @Test
  void integersAreEqualOrNot() {
    Path one = folder("one");
    Path other = folder("other");
    NpyFile.write(one.resolve("out.npy"), Tensor.ofIntegers(DType.UINT8, Shape.of(2), 7, 200));
    RawTensorFile.write(
        other.resolve("out.bin"), Tensor.ofIntegers(DType.UINT8, Shape.of(2), 7, 201));
    PlumbRun run = compare(one, other);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.json().get("outputs").get(0).get("line_diff").asLong()).isEqualTo(1);
  }

  /** Raw files are float32 unless that gives NaN: then they are bytes. */
  @Test
  void rawFilesTellTheirTypeByTheirNumbers() {
    Path one = folder("one");
    Path other = folder("other");
    Tensor bytes = Tensor.ofIntegers(DType.UINT8, Shape.of(4), 255, 255, 255, 255);
    RawTensorFile.write(one.resolve("out.bin"), bytes);
    RawTensorFile.write(other.resolve("out.bin"), bytes);
    PlumbRun run = compare(one, other);
    assertThat(run.status()).isZero();
    assertThat(run.json().get("outputs").get(0).get("elements").asLong()).isEqualTo(4);
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    Path one = folder("one");
    Path other = folder("other");
    NpyFile.write(one.resolve("a.npy"), Tensor.scalar(1));
    NpyFile.write(one.resolve("b.npy"), Tensor.scalar(1));
    NpyFile.write(other.resolve("a.npy"), Tensor.scalar(1));
    PlumbRun run = compare(one, other);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("'b' is only on one side");
    assertThat(compare(one, folder("empty")).err()).contains("data.no-tensors");
  }
}
