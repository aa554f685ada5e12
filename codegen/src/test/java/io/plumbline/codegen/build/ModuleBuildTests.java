package io.plumbline.codegen.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.runtime.module.NativeCode;
import io.plumbline.runtime.module.NativeObject;
import io.plumbline.runtime.module.Platform;
import io.plumbline.runtime.module.Processor;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.runtime.module.ProgramModule.Origin;
import io.plumbline.runtime.program.Allocation;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Modules run natively where they may, and say why where they do not. */
class ModuleBuildTests {
  private static final ForeignOps NONE =
      (instruction, _) -> {
        throw new IllegalStateException(instruction.node());
      };

  private static final Optional<String> NATIVE = Optional.of("native");

  private static final ExecutorCase CASE =
      ExecutorCases.all().stream()
          .filter(
              given ->
                  given.program().instructions().stream()
                      .anyMatch(Instruction.Convolution.class::isInstance))
          .findFirst()
          .orElseThrow();

  @ParameterizedTest
  @EnumSource(InstructionSet.class)
  void nativeCodeGivesTheBitsOfTheProgram(InstructionSet set) {
    NativeCode code = builtHere(set);
    try (Engine engine = open(code, Origin.OWN, Optional.empty()).engine();
        Engine reference = new ReferenceExecutor(CASE.program(), NONE)) {
      assertThat(engine.name()).isEqualTo("native");
      var results = engine.run(CASE.inputs());
      reference
          .run(CASE.inputs())
          .forEach(
              (name, tensor) -> {
                Tensor found = Objects.requireNonNull(results.get(name));
                assertThat(tensor.sameAs(found)).as(name).isTrue();
              });
    }
  }

  @Test
  void codeOfOthersRunsOnlyOnRequest() {
    NativeCode code = builtHere(InstructionSet.BASELINE);
    ModuleExecutors.Opened opened = open(code, Origin.UNKNOWN, Optional.empty());
    assertThat(opened.engine().name()).isEqualTo("vector");
    assertThat(opened.findings()).extracting(Finding::code).containsExactly("module.untrusted");
    opened.engine().close();
    try (Engine engine = open(code, Origin.UNKNOWN, NATIVE).engine()) {
      assertThat(engine.name()).isEqualTo("native");
    }
  }

  @Test
  void codeForOtherMachinesIsNamed() {
    NativeCode code = withObject(new Platform("plan9", "mips"), InstructionSet.BASELINE);
    ModuleExecutors.Opened opened = open(code, Origin.OWN, Optional.empty());
    assertThat(opened.engine().name()).isEqualTo("vector");
    assertThat(opened.findings()).extracting(Finding::code).containsExactly("module.no-native");
    assertThat(opened.findings().getFirst().message()).contains("plan9-mips/baseline");
    opened.engine().close();
    assertThatThrownBy(() -> open(code, Origin.OWN, NATIVE))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("plan9-mips/baseline");
  }

  @Test
  void theBestThatTheProcessorHasIsTaken() {
    Platform platform = new Platform("linux", "x86_64");
    List<NativeObject> objects =
        Arrays.stream(InstructionSet.values()).map(set -> object(platform, set)).toList();
    NativeCode code = code(objects);
    assertThat(best(code, Set.of())).isEqualTo(InstructionSet.BASELINE);
    assertThat(best(code, Set.copyOf(InstructionSet.AVX2.features())))
        .isEqualTo(InstructionSet.AVX2);
    assertThat(best(code, Set.copyOf(InstructionSet.AVX512_VNNI.features())))
        .isEqualTo(InstructionSet.AVX512_VNNI);
    assertThat(code.bestFor(new Processor(new Platform("linux", "aarch64"), Set.of()))).isEmpty();
  }

  private static InstructionSet best(NativeCode code, Set<String> features) {
    return code.bestFor(new Processor(new Platform("linux", "x86_64"), features))
        .orElseThrow()
        .instructions();
  }

  @ParameterizedTest
  @CsvSource({
    "linux-x86_64, not of the form",
    "linux/avx2, not of the form os-arch",
    "linux-x86_64/mmx, no instructions",
    "linux-aarch64/avx2=gcc, has no instructions",
    "plan9-mips/baseline, no compiler is named"
  })
  void targetsThatMakeNoSenseAreRefused(String text, String why) {
    assertThatThrownBy(() -> BuildTarget.parse(text))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aTargetNamesItsCompiler() {
    BuildTarget target = BuildTarget.parse("linux-aarch64/baseline=aarch64-gcc -static");
    assertThat(target.compiler().command()).containsExactly("aarch64-gcc", "-static");
    assertThatThrownBy(
            () -> BuildTarget.parse(List.of("plan9-mips/baseline=a", "plan9-mips/baseline=b")))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("twice");
  }

  /** Code that a compiler of this machine makes is for no other. */
  @Test
  void codeForAnotherPlatformIsRefused() {
    assumeTrue(CCompiler.find().isPresent(), "skipped: no C compiler on this machine");
    String other = Platform.current().arch().equals("aarch64") ? "x86_64" : "aarch64";
    BuildTarget target =
        new BuildTarget(new Platform("linux", other), InstructionSet.BASELINE, CCompiler.usual());
    assertThatThrownBy(() -> ModuleBuild.build(CASE.program(), "net", List.of(target)))
        .isInstanceOfSatisfying(
            EnvironmentException.class,
            e -> assertThat(e.code()).isEqualTo("compiler.other-platform"))
        .hasMessageContaining("for linux-" + other);
  }

  /** A script in place of a compiler may end well and do nothing. */
  @Test
  void aCompilerThatMakesNothingIsNamed() {
    assumeTrue(
        Platform.current().os().equals("linux"), "skipped: a program 'true' stands elsewhere");
    BuildTarget target = BuildTarget.parse("linux-x86_64/baseline=true");
    assertThatThrownBy(() -> ModuleBuild.build(CASE.program(), "net", List.of(target)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("made nothing");
  }

  /** A library that is cut off would end this process: it is refused, wherever it is cut. */
  @Test
  void libraryThatIsCutOffIsNotLoaded() {
    assumeTrue(
        Platform.current().os().equals("linux"), "skipped: libraries have another form here");
    NativeObject whole = builtHere(InstructionSet.BASELINE).objects().getFirst();
    for (long end : List.of(0L, 40L, 300L, 9000L, whole.library().byteSize() / 2)) {
      NativeObject cut =
          new NativeObject(
              whole.platform(),
              whole.instructions(),
              whole.compiler(),
              whole.options(),
              whole.library().asSlice(0, Math.min(end, whole.library().byteSize() / 2)));
      assertThatThrownBy(
              () -> open(code(List.of(cut)), Origin.UNKNOWN, Optional.of(CompiledExecutor.NAME)))
          .isInstanceOfSatisfying(
              BadDataException.class, e -> assertThat(e.code()).isEqualTo("module.native-code"));
    }
  }

  /** Code finds constants and values where it was made to: with others it does not run. */
  @Test
  void codeOfOtherConstantsOrPlacesDoesNotRun() {
    NativeCode whole = builtHere(InstructionSet.BASELINE);
    byte[] changed = whole.weights().toArray(ValueLayout.JAVA_BYTE);
    changed[changed.length / 2] ^= 1;
    Allocation moved =
        Allocation.restored(
            CASE.program(),
            whole.allocation().places().stream()
                .map(place -> place == Allocation.NOWHERE ? place : place + Allocation.ALIGNMENT)
                .toList(),
            whole.allocation().bytes() + 2L * Allocation.ALIGNMENT);
    MemorySegment others =
        Arena.ofAuto()
            .allocate(changed.length, Allocation.ALIGNMENT)
            .copyFrom(MemorySegment.ofArray(changed));
    requireMisfit(whole, whole.allocation(), others, "other constants");
    requireMisfit(whole, moved, whole.weights(), "other places");
  }

  private static void requireMisfit(
      NativeCode code, Allocation allocation, MemorySegment weights, String what) {
    NativeCode other =
        new NativeCode(code.symbol(), allocation, weights, code.source(), code.objects());
    assertThatThrownBy(() -> open(other, Origin.UNKNOWN, NATIVE))
        .isInstanceOfSatisfying(
            BadDataException.class, e -> assertThat(e.code()).isEqualTo("module.native-code"))
        .hasMessageContaining(what);
  }

  private static NativeCode builtHere(InstructionSet set) {
    assumeTrue(CCompiler.find().isPresent(), "skipped: no C compiler on this machine");
    Processor here = Processor.current();
    assumeTrue(here.has(set), "skipped: this processor has no " + set.label());
    return ModuleBuild.build(
        CASE.program(), "net", List.of(new BuildTarget(here.platform(), set, CCompiler.usual())));
  }

  private static ModuleExecutors.Opened open(
      NativeCode code, Origin origin, Optional<String> wish) {
    ProgramModule module = new ProgramModule(CASE.program(), "1", Optional.of(code), origin);
    return ModuleExecutors.open(module, "net.plm", NONE, wish, 1);
  }

  private static NativeCode withObject(Platform platform, InstructionSet set) {
    return code(List.of(object(platform, set)));
  }

  private static NativeCode code(List<NativeObject> objects) {
    NativeCode source = ModuleBuild.build(CASE.program(), "net", List.of());
    return new NativeCode(
        "net", source.allocation(), source.weights(), new LinkedHashMap<>(), objects);
  }

  private static NativeObject object(Platform platform, InstructionSet set) {
    return new NativeObject(
        platform, set, "none", List.of(), MemorySegment.ofArray(new byte[] {1, 2, 3}));
  }
}
