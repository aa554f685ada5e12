package io.plumbline.conformance.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.module.Platform;
import io.plumbline.runtime.module.Processor;
import io.plumbline.tensor.UnsupportedException;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs of {@link IntegerMeaningTests} as C: by each set of instructions that this processor
 * has, bit for bit what the reference executor computes. Says which sets it could run.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmittedMeaningTests {
  private static final int FEWEST = 590;

  /** Modules in one file: kernels are read once for all of them. */
  private static final int TOGETHER = 40;

  private final List<Emitted> modules = new ArrayList<>();

  /** A program with the source of it. */
  private record Emitted(String name, IntegerRun.Sample sample, CSource source) {}

  @BeforeAll
  void emit() throws IOException {
    assumeTrue(CCompiler.find().isPresent(), "skipped: no C compiler on this machine");
    NodeCases.map(EmittedMeaningTests::sample)
        .forEach((name, sample) -> sample.ifPresent(given -> emit(name, given)));
    assertThat(modules).hasSizeGreaterThanOrEqualTo(FEWEST);
  }

  private static Optional<IntegerRun.Sample> sample(NodeCase given) {
    try {
      return IntegerRun.of(given).sample();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      return Optional.empty(); // IntegerMeaningTests says what it is
    }
  }

  /** Of some types C has no kernels. Symbols are short, so names of cases would not be unique. */
  private void emit(String name, IntegerRun.Sample sample) {
    try {
      String symbol = "case_" + modules.size();
      modules.add(new Emitted(name, sample, CEmitter.emit(sample.program(), symbol)));
    } catch (UnsupportedException e) {
      System.out.printf("%s has no C: %s%n", name, e.getMessage());
    }
  }

  static List<InstructionSet> sets() {
    return Stream.of(InstructionSet.values())
        .filter(set -> set.belongsTo(Platform.current()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void codeComputesTheBitsOfTheReference(InstructionSet set) throws IOException {
    List<String> lacks = Processor.current().lacks(set);
    if (!lacks.isEmpty()) {
      System.out.printf("%s is not run: this processor has no %s%n", set.label(), lacks);
    }
    assumeTrue(lacks.isEmpty(), "skipped: this processor has no " + lacks);
    SequencedMap<String, String> failed = new TreeMap<>();
    for (int from = 0; from < modules.size(); from += TOGETHER) {
      compare(modules.subList(from, Math.min(modules.size(), from + TOGETHER)), set, failed);
    }
    System.out.printf(
        "%s: %d of %d models equal%n", set.label(), modules.size() - failed.size(), modules.size());
    assertThat(failed).isEmpty();
  }

  private static void compare(
      List<Emitted> some, InstructionSet set, SequencedMap<String, String> failed)
      throws IOException {
    CCompiler compiler = CCompiler.usual().with(set.options().toArray(String[]::new));
    try (ScratchFolder folder = ScratchFolder.createBrief("plumbline-node-cases")) {
      some.forEach(each -> CCompiler.write(each.source(), folder.path()));
      String all =
          some.stream()
              .map(each -> "#include \"%s.c\"\n".formatted(each.source().symbol()))
              .collect(Collectors.joining());
      Path file = Files.writeString(folder.path().resolve("all.c"), all);
      Path library = folder.path().resolve("liball.so");
      compiler.with("-Wall", "-Wextra", "-Werror").build(List.of(file), library);
      for (Emitted each : some) {
        if (verdict(each, library) instanceof Verdict.Failed(String reason)) {
          failed.put(each.name(), reason);
        }
      }
    }
  }

  private static Verdict verdict(Emitted each, Path library) {
    try (var engine =
        CompiledExecutor.open(
            each.sample().program(),
            new OrtForeignOps(),
            CCompiler.module(each.source(), library))) {
      return Comparison.bits(each.sample().outputs(), engine.run(each.sample().inputs()));
    } catch (RuntimeException e) {
      return new Verdict.Failed(e.toString());
    }
  }
}
