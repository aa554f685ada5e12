package io.plumbline.codegen.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.formats.program.ModuleReader;
import io.plumbline.formats.program.ModuleWriter;
import io.plumbline.formats.seal.MakerKey;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.runtime.module.Platform;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.runtime.module.ProgramModule.Origin;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module of one's own, damaged on the way: refused, or the same answer from native code. */
class DamagedModuleTests {
  private static final ExecutorCase CASE =
      ExecutorCases.all().stream()
          .filter(
              given ->
                  given.program().instructions().stream()
                      .anyMatch(Instruction.Convolution.class::isInstance))
          .findFirst()
          .orElseThrow();

  @TempDir private static Path folder;

  private static MakerKey key;
  private static byte[] module;
  private static SequencedMap<String, Tensor> expected;

  @BeforeAll
  static void build() {
    assumeTrue(CCompiler.find().isPresent(), "skipped: no C compiler on this machine");
    key = MakerKey.make(folder);
    BuildTarget target =
        new BuildTarget(Platform.current(), InstructionSet.BASELINE, CCompiler.usual());
    ProgramModule built =
        new ProgramModule(
            CASE.program(),
            "1",
            Optional.of(ModuleBuild.build(CASE.program(), "net", List.of(target))),
            Origin.OWN);
    module = ModuleWriter.bytes(built, Optional.of(key));
    expected = answer(module);
  }

  private static SequencedMap<String, Tensor> answer(byte[] bytes) {
    ProgramModule read = ModuleReader.read(bytes, "damaged.plm", Optional.of(key));
    try (Engine engine =
        ModuleExecutors.open(
                read,
                "damaged.plm",
                (node, _) -> {
                  throw new IllegalStateException(node.node());
                },
                Optional.empty(),
                1)
            .engine()) {
      assertThat(engine.name()).isEqualTo("native");
      return engine.run(CASE.inputs());
    }
  }

  @Test
  void aFewHundred() {
    damage(300, 1);
  }

  @Test
  @Tag("slow")
  void tenThousand() {
    damage(10_000, 2);
  }

  private static void damage(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      byte[] damaged = damaged(random);
      try {
        SequencedMap<String, Tensor> found = answer(damaged);
        expected.forEach(
            (name, tensor) ->
                assertThat(tensor.sameAs(Objects.requireNonNull(found.get(name)))).isTrue());
      } catch (PlumblineException refused) {
        assertThat(refused.where()).isEqualTo("damaged.plm");
      }
    }
  }

  private static byte[] damaged(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(module, random.nextInt(module.length));
    }
    byte[] bytes = module.clone();
    for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }
}
