package io.plumbline.benchmarks;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.codegen.emit.Surroundings;
import io.plumbline.codegen.ends.RemoveEnds;
import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Memory and instructions of the MLPerf Tiny models on an emulated Cortex-M4, in bytes, as a table.
 * Inputs and outputs are integers; the bytes of the output are those of the reference executor.
 * Argument: the folder of shared models. Needs arm-none-eabi-gcc and qemu-system-arm.
 */
public final class MicrocontrollerBenchmark {
  private static final List<String> MODELS =
      List.of("resnet8_cifar10", "kws_dscnn", "vww_mobilenet_v1_025_96", "ad_autoencoder");

  private static final CCompiler COMPILER =
      new CCompiler(
          List.of(
              "arm-none-eabi-gcc",
              "-mcpu=cortex-m4",
              "-mthumb",
              "-mfloat-abi=hard",
              "-mfpu=fpv4-sp-d16",
              "-O2"));

  private static final List<String> EMULATOR =
      List.of(
          "qemu-system-arm",
          "-M",
          "mps2-an386",
          "-nographic",
          "-icount",
          "shift=0",
          "-semihosting-config",
          "enable=on,target=native",
          "-kernel");

  /** Emulated instructions take a nanosecond each, the timer of the board counts 25 MHz. */
  private static final double INSTRUCTIONS_IN_TICK = 40;

  private static final double MILLION = 1e6;

  private static final ForeignOps NONE =
      (instruction, _) -> {
        throw new IllegalStateException(instruction.node() + ": " + instruction.reason());
      };

  private MicrocontrollerBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println(
        "| model | arena | stack | constants | code | million instructions |\n"
            + "|---|---|---|---|---|---|");
    for (String model : MODELS) {
      Path file = Path.of(arguments[0], "models", "mlperf_tiny_onnx", model + ".onnx");
      Program whole = QuantizedModel.program(file, BuiltInTarget.named("mcu-fixed31"));
      Program program =
          RemoveEnds.apply(whole, List.of("Quantize", "Dequantize"), List.of()).program();
      measure(model, program);
    }
  }

  private static void measure(String name, Program program)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("plumbline-bare");
    CSource source = CEmitter.emit(program, "net", Surroundings.BARE_ASSEMBLER);
    CCompiler.write(source, folder);
    Files.write(folder.resolve("net_weights.bin"), source.weights().toBytes());
    List<Path> sources =
        List.of(
            folder.resolve("net.c"), folder.resolve("net_main.c"), folder.resolve("net_weights.S"));
    Path executable = folder.resolve("net");
    COMPILER.bareExecutable(sources, folder.resolve("pl_cortex_m.ld"), executable);
    try (Engine reference = new ReferenceExecutor(program, NONE)) {
      Tensor input = noise(reference);
      Files.write(folder.resolve("input_0.bin"), input.data().toArray(ValueLayout.JAVA_BYTE));
      String told =
          tell(
              folder,
              List.of(EMULATOR, List.of(executable.toString())).stream()
                  .flatMap(List::stream)
                  .toList());
      Map<String, Tensor> wanted =
          reference.run(Map.of(reference.inputs().getFirst().name(), input));
      requireSame(name, wanted.values().iterator().next(), folder.resolve("output_0.bin"));
      long flash = number("^ *\\d+", tell(folder, List.of("arm-none-eabi-size", "net")));
      int constants = source.weights().size();
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %d | %d | %d | %.1f |%n",
          name,
          source.allocation().bytes(),
          number("stack \\d+", told),
          constants,
          flash - constants,
          number("timer \\d+", told) * INSTRUCTIONS_IN_TICK / MILLION);
    }
  }

  private static void requireSame(String name, Tensor wanted, Path found) throws IOException {
    byte[] bytes = wanted.data().toArray(ValueLayout.JAVA_BYTE);
    if (!Arrays.equals(bytes, Files.readAllBytes(found))) {
      throw new IllegalStateException("C code differs in " + name);
    }
  }

  /** The number that ends the only match of a pattern. */
  private static long number(String pattern, String text) {
    MatchResult match =
        Pattern.compile(pattern, Pattern.MULTILINE)
            .matcher(text)
            .results()
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(text));
    return Long.parseLong(match.group().replaceAll("\\D", ""));
  }

  private static String tell(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + told);
    }
    return told;
  }

  private static Tensor noise(Engine engine) {
    long[] dims = engine.inputs().getFirst().dims().stream().mapToLong(Long::longValue).toArray();
    byte[] bytes = new byte[(int) Shape.of(dims).elements()];
    new Random(1).nextBytes(bytes);
    return Tensor.of(Shape.of(dims), bytes);
  }
}
