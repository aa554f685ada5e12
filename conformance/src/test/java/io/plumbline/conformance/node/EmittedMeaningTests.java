package io.plumbline.conformance.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.module.Platform;
import io.plumbline.tensor.UnsupportedException;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs of {@link IntegerMeaningTests} as C: by each set of instructions that this processor
 * has, and by those of 64-bit ARM under an emulator, bit for bit what the reference executor
 * computes. Says which sets it could run.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmittedMeaningTests {
  private static final int FEWEST = 590;

  /** Modules in one file: kernels are read once for all of them. */
  private static final int TOGETHER = 40;

  private final List<EmittedCase> modules = new ArrayList<>();

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
      modules.add(new EmittedCase(name, sample, CEmitter.emit(sample.program(), symbol)));
    } catch (UnsupportedException e) {
      System.out.printf("%s has no C: %s%n", name, e.getMessage());
    }
  }

  static Stream<InstructionSet> here() {
    return sets(Platform.current());
  }

  static Stream<InstructionSet> board() {
    return sets(new Platform("linux", "aarch64"));
  }

  private static Stream<InstructionSet> sets(Platform platform) {
    return Stream.of(InstructionSet.values()).filter(set -> set.belongsTo(platform));
  }

  @ParameterizedTest
  @MethodSource("here")
  void codeComputesTheBitsOfTheReference(InstructionSet set) throws IOException {
    compare(new LibraryBatch(), set);
  }

  @ParameterizedTest
  @MethodSource("board")
  void codeForBoardsComputesTheBitsOfTheReference(InstructionSet set) throws IOException {
    compare(new EmulatedBatch(), set);
  }

  private void compare(CodeBatch batch, InstructionSet set) throws IOException {
    String label = batch.label() + " " + set.label();
    Optional<String> missing = batch.missing(set);
    missing.ifPresent(reason -> System.out.printf("%s is not run: %s%n", label, reason));
    assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElseThrow());
    SequencedMap<String, String> failed = new TreeMap<>();
    for (int from = 0; from < modules.size(); from += TOGETHER) {
      List<EmittedCase> some = modules.subList(from, Math.min(modules.size(), from + TOGETHER));
      try (ScratchFolder folder = ScratchFolder.createBrief("plumbline-node-cases")) {
        some.forEach(each -> CCompiler.write(each.source(), folder.path()));
        batch.run(some, set, folder.path()).forEach((each, verdict) -> note(each, verdict, failed));
      }
    }
    System.out.printf(
        "%s: %d of %d models equal%n", label, modules.size() - failed.size(), modules.size());
    assertThat(failed).isEmpty();
  }

  private static void note(EmittedCase given, Verdict verdict, Map<String, String> failed) {
    if (verdict instanceof Verdict.Failed(String reason)) {
      failed.put(given.name(), reason);
    }
  }
}
