package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.device.agent.Agent;
import io.plumbline.device.agent.AgentIdentity;
import io.plumbline.device.agent.AgentLimits;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What models of devices take and give: the same here and at an agent, to the bit. */
class DeviceInputsTests {
  private static final int SIDE = 48;
  private static final String NV12 =
      """
      input_parameters:
        input_name: input
        input_type_rt: nv12
        input_type_train: rgb
        mean_value: 128
        scale_value: 0.015625
      """;
  private static final String RESIZER = "compiler_parameters: {input_source: {input: resizer}}\n";

  @TempDir private static Path folder;
  private static Scene scene;
  private static Agent agent;

  @BeforeAll
  static void start() {
    System.setProperty("plumbline.state", folder.resolve("state").toString());
    scene = new Scene(folder);
    agent =
        Agent.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            AgentIdentity.none(),
            folder.resolve("store"),
            AgentLimits.USUAL,
            false,
            AgentScene.UNTOLD);
  }

  @AfterAll
  static void stop() {
    System.clearProperty("plumbline.state");
    agent.close();
  }

  private static Path compiled(String name, String sections) {
    String config =
        "model_parameters:\n  onnx_model: '%s'\n".formatted(Scene.MODEL)
            + "  working_dir: '%s'\n  output_model_file_prefix: net\n".formatted(name)
            + sections;
    PlumbRun run = PlumbRun.of("compile", "-c", scene.write(name + ".yaml", config), "--no-native");
    assertThat(run.status()).as(run.err()).isZero();
    return folder.resolve(name);
  }

  private static String there(Path model) {
    return model + "@127.0.0.1:" + agent.port();
  }

  private static PlumbRun infer(Object model, Path dump, Object... more) {
    List<Object> words = new ArrayList<>(List.of("infer", model, "--dump", dump));
    words.addAll(List.of(more));
    return PlumbRun.of(words);
  }

  private static Tensor logits(Object model, Object... more) {
    Path dump = fresh();
    PlumbRun run = infer(model, dump, more);
    assertThat(run.status()).as(run.err()).isZero();
    return NpyFile.read(Scene.files(dump).getFirst());
  }

  private static Path fresh() {
    try {
      return Files.createTempDirectory(folder, "dump");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tensor same(Path model, Object... more) {
    Tensor here = logits(model, more);
    assertThat(logits(there(model), more)).matches(here::sameAs);
    return here;
  }

  @Test
  void regionsAndStridesOfPictures() {
    Path module =
        compiled("picture", NV12 + "calibration_parameters: {calibration_type: skip}\n" + RESIZER)
            .resolve("net.plm");
    same(module, "--input", Scene.picture(1), "--roi", "2,4,41,43");
    byte[] packed = new byte[SIDE * SIDE * 3 / 2];
    new Random(1).nextBytes(packed);
    int stride = 64;
    byte[] padded = new byte[stride * SIDE * 3 / 2];
    Arrays.fill(padded, (byte) 7);
    for (int row = 0; row < SIDE * 3 / 2; row++) {
      System.arraycopy(packed, row * SIDE, padded, row * stride, SIDE);
    }
    Tensor expected = same(module, "--input", scene.write("packed.bin", packed));
    Path file = scene.write("padded.bin", padded);
    assertThat(same(module, "--input", file, "--stride", stride)).matches(expected::sameAs);
    yuvIsOfTheModelsExtent(module, folder.resolve("packed.bin"));
    Path dump = folder.resolve("none");
    assertThat(infer(module, dump, "--input", file, "--stride", 32).err())
        .contains("error[input.stride]: expected 72 rows of 48 bytes");
    assertThat(infer(module, dump, "--input", file, "--stride", 65).err())
        .contains("error[input.stride]");
    assertThat(
            infer(module, dump, "--input", Scene.picture(1), "--roi", "0,0,47,47", "--stride", 64)
                .err())
        .contains("error[infer.stride]");
  }

  private static void yuvIsOfTheModelsExtent(Path module, Path yuv) {
    List<Object> words =
        List.of(
            "hbdk-model-verifier",
            "--hbm",
            there(module),
            "--model-pt",
            module.resolveSibling("net_quantized_model.onnx"),
            "--model-input",
            yuv,
            "--yuv-shape");
    PlumbRun right = PlumbRun.of(Stream.concat(words.stream(), Stream.of("48x48")).toList());
    assertThat(right.status()).as(right.err()).isZero();
    assertThat(right.out()).contains("and Arm result Strict check PASSED");
    assertThat(PlumbRun.of(Stream.concat(words.stream(), Stream.of("224x224")).toList()).err())
        .contains("--yuv-shape cannot be honoured: the model takes pictures of 48x48");
  }

  @Test
  void severalInputsAndBatches() {
    String skip = "calibration_parameters: {calibration_type: skip}\n";
    Path one = noise("one.npy", 1, 1);
    Path two = noise("two.npy", 1, 2);
    Path separate =
        compiled("separate", "input_parameters: {input_batch: 2, separate_batch: True}\n" + skip);
    Tensor apart = same(separate.resolve("net.plm"), "--input", one + "," + two);
    Path together = compiled("together", "input_parameters: {input_batch: 2}\n" + skip);
    Path both = folder.resolve("both.npy");
    float[] values = new float[2 * 3 * SIDE * SIDE];
    System.arraycopy(NpyFile.read(one).toFloats(), 0, values, 0, values.length / 2);
    System.arraycopy(NpyFile.read(two).toFloats(), 0, values, values.length / 2, values.length / 2);
    NpyFile.write(both, Tensor.of(Shape.of(2, 3, SIDE, SIDE), values));
    assertThat(same(together.resolve("net.plm"), "--input", both).toFloats())
        .isEqualTo(apart.toFloats());
  }

  private static Path noise(String name, int batch, long seed) {
    float[] values = new float[batch * 3 * SIDE * SIDE];
    Random random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Path file = folder.resolve(name);
    NpyFile.write(file, Tensor.of(Shape.of(batch, 3, SIDE, SIDE), values));
    return file;
  }

  /** What was taken off at the end is done here, and gives the bits that the program gave. */
  @Test
  void removedEndsAreDequantizedHere() {
    Path work =
        compiled(
            "ends",
            "calibration_parameters: {calibration_type: skip, optimization:"
                + " set_model_output_int8}\n");
    Path cut =
        compiled(
            "cut",
            "  remove_node_type: Dequantize\n"
                + "calibration_parameters: {calibration_type: skip, optimization:"
                + " set_model_output_int8}\n");
    Path sample = noise("ends.npy", 1, 3);
    Tensor whole = logits(work.resolve("net_quantized_model.onnx"), "--input", sample);
    Path module = cut.resolve("net.plm");
    assertThat(same(module, "--input", sample).dtype()).isEqualTo(DType.INT8);
    assertThat(same(module, "--input", sample, "--dequantize")).matches(whole::sameAs);
    PlumbRun vendor =
        PlumbRun.of(
            "hrt_model_exec",
            "infer",
            "--model_file=" + there(module),
            "--input_file=" + sample,
            "--hybrid_dequantize_process=true");
    assertThat(vendor.status()).as(vendor.err()).isZero();
    assertThat(vendor.err()).contains("--dequantize");
    assertThat(infer(Scene.MODEL, folder.resolve("none"), "--input", sample, "--dequantize").err())
        .contains("is no integer program");
  }
}
