package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.pipeline.Plumbline;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped example as C, built for several processors, against its program. */
class EmitTests {
  @TempDir private static Path folder;
  private static Path quantized;

  @BeforeAll
  static void compile() {
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-c",
            Scene.EXAMPLE.resolve("config.yaml"),
            "--working-dir",
            folder.resolve("work"),
            "--effort",
            "fast");
    assertThat(run.status()).as(run.err()).isZero();
    quantized = folder.resolve("work/shapes_quantized_model.onnx");
  }

  @ParameterizedTest
  @CsvSource({
    "cc, ''",
    "cc -march=native, ''",
    "cc -DPL_SMALL -Os, ''",
    "cc -fsanitize=address -fsanitize=undefined -fno-sanitize-recover=all, ''",
    "aarch64-linux-gnu-gcc -static, qemu-aarch64"
  })
  void programsComputeTheBitsOfTheModel(String compiler, String emulator) throws Exception {
    requireTheBits(quantized, compiler, emulator);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet_cifar10_onnx/resnet20.onnx, cc -march=native, ''",
    "resnet_cifar10_onnx/resnet20.onnx, cc -DPL_SMALL -O1, ''",
    "mlperf_tiny_onnx/resnet8_cifar10.onnx, cc -fsanitize=address -fsanitize=undefined"
        + " -fno-sanitize-recover=all, ''",
    "mlperf_tiny_onnx/resnet8_cifar10.onnx, aarch64-linux-gnu-gcc -static, qemu-aarch64"
  })
  void programsComputeTheBitsOfRealModels(String model, String compiler, String emulator)
      throws Exception {
    Path shared = SharedData.require("models/" + model);
    Path work = Files.createTempDirectory(folder, "real");
    Path config =
        Files.writeString(
            work.resolve("c.yaml"),
            """
            model_parameters: {onnx_model: '%s', output_model_file_prefix: real, working_dir: '%s'}
            calibration_parameters: {calibration_type: skip}
            """
                .formatted(shared, work));
    PlumbRun run = PlumbRun.of("compile", "-c", config);
    assertThat(run.status()).as(run.err()).isZero();
    requireTheBits(work.resolve("real_quantized_model.onnx"), compiler, emulator);
  }

  /** Kernels keep their files, whatever the module is called. */
  @ParameterizedTest
  @ValueSource(strings = {"pl_module", "pl_base", "pl_runner"})
  void aModuleCalledLikeAKernelHasAnotherName(String name) throws IOException {
    assumeTrue(isThere("cc"), "skipped: no cc");
    Path output = Files.createTempDirectory(folder, "named");
    PlumbRun run = PlumbRun.of("emit", quantized, "-o", output, "--name", name, "--build");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(output.resolve("m_" + name + ".c")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "%", "a/b"})
  void whatCannotNameFilesIsRefused(String name) {
    Path output = folder.resolve("refused");
    PlumbRun run = PlumbRun.of("emit", quantized, "-o", output, "--name", name);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--name", "letters");
    assertThat(output).doesNotExist();
  }

  /** A program does not compute with the weights of another. */
  @Test
  void otherWeightsAreRefused() throws Exception {
    assumeTrue(isThere("cc"), "skipped: no cc");
    Path output = Files.createTempDirectory(folder, "weights");
    PlumbRun run = PlumbRun.of("emit", quantized, "-o", output, "--name", "net", "--build");
    assertThat(run.status()).as(run.err()).isZero();
    Path weights = output.resolve("net_weights.bin");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    Process program =
        new ProcessBuilder(output.resolve("net").toString(), weights.toString(), "info")
            .redirectErrorStream(true)
            .start();
    String told = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor()).as(told).isEqualTo(3);
    assertThat(told).contains("not the constants that this program was made with");
  }

  /** What the program says of itself, what it takes, and that nothing it prints is lost. */
  @Test
  void theProgramRefusesWhatItCannotDo() throws Exception {
    assumeTrue(isThere("cc"), "skipped: no cc");
    Path output = Files.createTempDirectory(folder, "strict");
    PlumbRun run = PlumbRun.of("emit", quantized, "-o", output, "--name", "net", "--build");
    assertThat(run.status()).as(run.err()).isZero();
    String program = "%1$s/net %1$s/net_weights.bin ".formatted(output);
    assertThat(shell(program + "info"))
        .startsWith("0 ")
        .contains("bytes of f32, extents 1 3 48 48");
    for (String frames : List.of("99999999999999", "4294967297", "10abc", "0", "''")) {
      assertThat(shell(program + "perf " + frames))
          .startsWith("2 ")
          .contains("expected a number of frames from 1 to");
    }
    assumeTrue(Files.exists(Path.of("/dev/full")), "skipped: no /dev/full");
    assertThat(shell(program + "info > /dev/full")).startsWith("4 ").contains("standard output");
  }

  private static String shell(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", "{ " + command + "; } 2>&1").start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + told;
  }

  /** Firmware is often C++. */
  @Test
  void theHeaderIsOneOfCppToo() throws Exception {
    assumeTrue(isThere("g++"), "skipped: no g++");
    Path output = Files.createTempDirectory(folder, "cpp");
    PlumbRun run = PlumbRun.of("emit", quantized, "-o", output, "--name", "net");
    assertThat(run.status()).as(run.err()).isZero();
    Files.writeString(
        output.resolve("main.cpp"),
        """
        #include "net.h"
        int main(int count, char **words) {
          return count > 1 ? net_invoke(words[0], words[1]) : net_inputs[0].type == PL_F32 ? 7 : 1;
        }
        """);
    String made =
        "cd %s && gcc -std=c11 -O0 -c net.c && g++ -Wall -Wextra -Werror main.cpp net.o -lm -o main && ./main"
            .formatted(output);
    assertThat(shell(made)).startsWith("7 ");
  }

  private static void requireTheBits(Path quantized, String compiler, String emulator)
      throws Exception {
    assumeTrue(isThere(compiler), "skipped: no " + compiler);
    assumeTrue(emulator.isEmpty() || isThere(emulator), "skipped: no " + emulator);
    Path output = Files.createTempDirectory(folder, "emitted");
    String strict = compiler + " -Wall -Wextra -Werror";
    PlumbRun run =
        PlumbRun.of(
            "emit", quantized, "-o", output, "--name", "net", "--compiler", strict, "--json");
    assertThat(run.status()).as(run.err()).isZero();
    Path weights = output.resolve("net_weights.bin");
    List<String> command = new ArrayList<>();
    Stream.of(emulator, run.json().get("program").asString(), weights.toString())
        .filter(word -> !word.isEmpty())
        .forEach(command::add);
    Path results = Files.createTempDirectory(folder, "results");
    try (Engine engine = Plumbline.load(quantized)) {
      for (int sample = 0; sample < 3; sample++) {
        Tensor input = input(engine, sample);
        Path file =
            Files.write(output.resolve("input.bin"), input.data().toArray(ValueLayout.JAVA_BYTE));
        run(command, "infer", results.toString(), file.toString());
        Tensor wanted =
            engine.run(Map.of(engine.inputs().getFirst().name(), input)).firstEntry().getValue();
        assertThat(results.resolve("output_0.bin"))
            .hasBinaryContent(wanted.data().toArray(ValueLayout.JAVA_BYTE));
      }
    }
    assertThat(run(command, "info")).contains("input 0 ", "output 0 ");
    assertThat(run(command, "perf", "2")).contains("frames 2");
  }

  static boolean isThere(String command) {
    String name = command.split(" ", -1)[0];
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, name)));
  }

  static Tensor input(Engine engine, int seed) {
    long[] dims = engine.inputs().getFirst().dims().stream().mapToLong(Long::longValue).toArray();
    Random random = new Random(seed);
    float[] numbers = new float[(int) Shape.of(dims).elements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(dims), numbers);
  }

  static String run(List<String> command, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    return told;
  }

  @Test
  void aFloatModelIsRefused() {
    PlumbRun run = PlumbRun.of("emit", Scene.MODEL, "-o", folder.resolve("none"));
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("emit.not-quantized", "_quantized_model.onnx");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"emit", "build"})
  void aModelThatIsNotThereIsMissed(String command) {
    PlumbRun run = PlumbRun.of(command, folder.resolve("none.onnx"), "-o", folder.resolve("none"));
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("error[model.missing-file]");
  }

  @Test
  void noCompilerIsNotTheUsualOne() {
    PlumbRun run = PlumbRun.of("emit", quantized, "-o", folder.resolve("none"), "--compiler", " ");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("'--compiler'", "expected a program");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void aCompilerThatIsNotThereIsNamed() {
    PlumbRun run =
        PlumbRun.of(
            "emit", quantized, "-o", folder.resolve("other"), "--compiler", "no-such-compiler");
    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("compiler.start", "no-such-compiler");
  }
}
