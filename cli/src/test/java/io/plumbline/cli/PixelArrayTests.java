package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays of uint8 are pixels where an input takes pictures, as raw bytes are. */
class PixelArrayTests {
  private static final int SIDE = 48;

  @TempDir private Path folder;

  private Path compiled(String type) {
    Scene scene = new Scene(folder);
    String config =
        """
        model_parameters: {onnx_model: '%s', working_dir: out, output_model_file_prefix: net}
        input_parameters: {input_type_rt: %s, input_type_train: rgb, mean_value: 128, scale_value: 0.015625}
        calibration_parameters: {calibration_type: skip}
        """
            .formatted(Scene.MODEL, type);
    PlumbRun run = PlumbRun.of("compile", "-c", scene.write("net.yaml", config), "--no-native");
    assertThat(run.status()).as(run.err()).isZero();
    return scene.at("out/net.plm");
  }

  private Path array(String name, byte[] bytes, long... dims) {
    Tensor tensor = Tensor.allocate(DType.UINT8, Shape.of(dims));
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, tensor.data(), 0, bytes.length);
    NpyFile.write(folder.resolve(name), tensor);
    return folder.resolve(name);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private Tensor logits(Path module, Path input) {
    Path dump = folder.resolve("dump_" + input.getFileName());
    PlumbRun run = PlumbRun.of("infer", module, "--input", input, "--dump", dump);
    assertThat(run.status()).as(run.err()).isZero();
    return NpyFile.read(Scene.files(dump).getFirst());
  }

  @ParameterizedTest
  @CsvSource({"nv12, 72", "rgb, 0"})
  void areFedAsRawBytesAre(String type, int rows) {
    Path module = compiled(type);
    byte[] bytes = noise(rows == 0 ? 3 * SIDE * SIDE : rows * SIDE);
    Path raw = new Scene(folder).write("raw.bin", bytes);
    Tensor expected = logits(module, raw);
    Path whole =
        rows == 0
            ? array("whole.npy", bytes, 1, SIDE, SIDE, 3)
            : array("whole.npy", bytes, 1, rows, SIDE);
    Path bare =
        rows == 0 ? array("bare.npy", bytes, SIDE, SIDE, 3) : array("bare.npy", bytes, rows, SIDE);
    for (Path array : new Path[] {whole, bare}) {
      assertThat(logits(module, array)).matches(expected::sameAs);
    }
    PlumbRun run =
        PlumbRun.of(
            "hb_verifier",
            "-m",
            module.resolveSibling("net_quantized_model.onnx") + "," + module,
            "-i",
            whole);
    assertThat(run.status()).as(run.err()).isZero();
    PlumbRun pulsar =
        PlumbRun.of(
            "pulsar",
            "run",
            module.resolveSibling("net_original_float_model.onnx"),
            module,
            "--input",
            whole);
    assertThat(pulsar.status()).as(pulsar.err()).isZero();
    assertThat(pulsar.out()).contains("cosine-sim: ");
  }

  @Test
  void ofAnotherShapeAreRefusedByTheirFile() {
    Path module = compiled("rgb");
    Path other = array("other.npy", noise(3 * SIDE * SIDE), 1, 3, SIDE, SIDE);
    PlumbRun run = PlumbRun.of("infer", module, "--input", other);
    assertThat(run.status()).isEqualTo(ExitStatus.INPUT);
    assertThat(run.err()).contains("error[data.mismatch]", "where: " + other);
    assertThat(run.err()).doesNotContain("input offset");
  }
}
