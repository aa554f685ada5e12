package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.formats.program.ProgramReader;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped example as a program without an operating system, on emulated microcontrollers. */
class BareMetalTests {
  private static final String COMPILER = "arm-none-eabi-gcc";
  private static final String EMULATOR = "qemu-system-arm";
  private static final int SECONDS = 120;
  private static final Map<String, Path> QUANTIZED = new HashMap<>();

  @TempDir private static Path folder;

  private static Path quantized(String target) {
    return QUANTIZED.computeIfAbsent(
        target,
        _ -> {
          Path work = folder.resolve(target);
          PlumbRun run =
              PlumbRun.of(
                  "compile",
                  "-c",
                  Scene.EXAMPLE.resolve("config.yaml"),
                  "--working-dir",
                  work,
                  "--target",
                  target,
                  "--effort",
                  "fast",
                  "--no-native");
          assertThat(run.status()).as(run.err()).isZero();
          return work.resolve("shapes_quantized_model.onnx");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "mcu-fixed31, assembler, -mcpu=cortex-m4 -mfloat-abi=hard -mfpu=fpv4-sp-d16 -O2, mps2-an386",
    "mcu-fixed31, array, -mcpu=cortex-m0plus -Os, mps2-an385",
    "mcu-fixed31, array, -mcpu=cortex-m7 -mfloat-abi=hard -mfpu=fpv5-d16 -O2, mps2-an500",
    "mcu-fixed31, array, -mcpu=cortex-m55+nomve -mfloat-abi=hard -O2, mps3-an547",
    "generic-int8, assembler, -mcpu=cortex-m3 -O2 -DPL_LARGE, lm3s6965evb",
    "generic-int8, array, -mcpu=cortex-m4 -O1 -ffreestanding, mps2-an386",
    "npu-uint8, assembler, -mcpu=cortex-m4 -O2, mps2-an386"
  })
  void programsComputeTheBitsOfTheModel(
      String target, String constants, String processor, String board) throws Exception {
    assumeTrue(EmitTests.isThere(COMPILER), "skipped: no " + COMPILER);
    assumeTrue(EmitTests.isThere(EMULATOR), "skipped: no " + EMULATOR);
    Path model = quantized(target);
    Path output = Files.createTempDirectory(folder, "emitted");
    String memory =
        switch (board) {
          case "lm3s6965evb" -> " -Wl,--defsym=PL_RAM_BYTES=65536";
          case "mps3-an547" -> " -Wl,--defsym=PL_RAM_BYTES=524288";
          default -> "";
        };
    PlumbRun run =
        PlumbRun.of(
            "emit",
            model,
            "-o",
            output,
            "--name",
            "net",
            "--bare-metal=" + constants,
            "--compiler",
            COMPILER + " -mthumb " + processor + " -Wall -Wextra -Werror" + memory);
    assertThat(run.status()).as(run.err()).isZero();
    try (Engine engine = reference(model)) {
      for (int sample = 0; sample < 2; sample++) {
        Tensor input = EmitTests.input(engine, sample);
        Files.write(output.resolve("input_0.bin"), input.data().toArray(ValueLayout.JAVA_BYTE));
        assertThat(start(output, board)).contains("arena ", "stack ");
        Tensor wanted =
            engine.run(Map.of(engine.inputs().getFirst().name(), input)).firstEntry().getValue();
        assertThat(output.resolve("output_0.bin"))
            .hasBinaryContent(wanted.data().toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  private static Engine reference(Path model) {
    return new ReferenceExecutor(
        ProgramReader.read(model),
        (node, _) -> {
          throw new IllegalStateException("the example has no float node, not " + node);
        });
  }

  /** What a program prints on a board that sees a folder. */
  private static String start(Path output, String board) throws IOException, InterruptedException {
    Path printed = output.resolve("printed");
    List<String> command =
        List.of(
            EMULATOR,
            "-M",
            board,
            "-nographic",
            "-semihosting-config",
            "enable=on,target=native",
            "-kernel",
            output.resolve("net").toString());
    Process process =
        new ProcessBuilder(command)
            .directory(output.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String told = Files.readString(printed, StandardCharsets.UTF_8);
    assertThat(ended).as(told).isTrue();
    assertThat(process.exitValue()).as(told).isZero();
    return told;
  }

  @Test
  void constantsInAnotherFormAreRefused() {
    PlumbRun unnamed = PlumbRun.of("emit", Scene.MODEL, "-o", folder, "--bare-metal", "--build");
    assertThat(unnamed.status()).isEqualTo(2);
    assertThat(unnamed.err()).contains("no usual compiler makes code for a microcontroller");
    PlumbRun run = PlumbRun.of("emit", Scene.MODEL, "-o", folder, "--bare-metal=disk");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("'assembler' or 'array'");
  }
}
