package io.plumbline.codegen.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.TimedEngine;
import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.cases.ForeignCases;
import io.plumbline.runtime.compiled.SteppedExecutor;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.runtime.served.ServedModule;
import io.plumbline.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs in processes of their own, some under an emulator, give the bits of the reference. */
class ServedModuleTests {
  private static final int APART = 120;

  @TempDir private Path folder;

  /** Some of the cases of executors, and one whose nodes run in float here. */
  static List<ExecutorCase> cases() {
    List<ExecutorCase> all = ExecutorCases.all();
    Stream<ExecutorCase> some =
        IntStream.range(0, all.size()).filter(i -> i % APART == 0).mapToObj(all::get);
    Stream<ExecutorCase> foreign =
        all.stream().filter(given -> isForeign(given.program())).limit(2);
    return Stream.concat(some, foreign).toList();
  }

  private static boolean isForeign(Program program) {
    return program.instructions().stream().anyMatch(Instruction.Foreign.class::isInstance);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalTheReferenceInEveryTensor(ExecutorCase given) throws Exception {
    CCompiler compiler = CCompiler.find().orElse(null);
    assumeTrue(compiler != null, "skipped: no C compiler on this machine");
    requireTheBits(given, CCompiler.usual(), List.of());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalTheReferenceOnAnotherProcessor(ExecutorCase given) throws Exception {
    String compiler = "aarch64-linux-gnu-gcc";
    String emulator = "qemu-aarch64";
    assumeTrue(isThere(compiler) && isThere(emulator), "skipped: no " + compiler + ", " + emulator);
    requireTheBits(given, new CCompiler(List.of(compiler, "-static")), List.of(emulator));
  }

  private static boolean isThere(String command) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, command)));
  }

  private void requireTheBits(ExecutorCase given, CCompiler compiler, List<String> emulator)
      throws Exception {
    CSource source = CEmitter.emit(given.program(), "x");
    CCompiler.write(source, folder);
    Path weights = Files.write(folder.resolve("weights.bin"), source.weights().toBytes());
    Path runner = folder.resolve("runner");
    compiler
        .with("-O1", "-DPL_SMALL", "-Wall", "-Wextra", "-Werror")
        .executable(Stream.of("x.c", "x_main.c").map(folder::resolve).toList(), runner);
    List<String> command =
        Stream.concat(emulator.stream(), Stream.of(runner.toString(), weights.toString(), "serve"))
            .toList();
    try (TimedEngine engine = engine(given, source, command);
        var reference = new ReferenceExecutor(given.program(), ForeignCases.NEGATION)) {
      RunOptions everything = RunOptions.fetching(reference.tensors());
      requireSame(
          engine.run(given.inputs(), everything), reference.run(given.inputs(), everything));
      requireSame(engine.run(given.inputs()), reference.run(given.inputs()));
      assertThat(engine.profile(given.inputs(), RunOptions.DEFAULT, 2))
          .extracting(InstructionTime::node)
          .isEqualTo(given.program().instructions().stream().map(Instruction::node).toList());
    }
  }

  private static TimedEngine engine(ExecutorCase given, CSource source, List<String> command) {
    return new SteppedExecutor(
        "served",
        given.program(),
        ForeignCases.NEGATION,
        source.allocation(),
        new ServedModule(
            given.program(),
            source.allocation(),
            source.weights().size(),
            new LocalRunners(command),
            Duration.ofSeconds(60)));
  }

  private static void requireSame(
      SequencedMap<String, Tensor> found, SequencedMap<String, Tensor> expected) {
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    List<Tensor> tensors = List.copyOf(expected.values());
    int[] place = {0};
    found.forEach(
        (name, tensor) -> assertThat(tensor.sameAs(tensors.get(place[0]++))).as(name).isTrue());
  }
}
