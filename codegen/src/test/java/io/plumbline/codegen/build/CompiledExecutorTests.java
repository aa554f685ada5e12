package io.plumbline.codegen.build;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.codegen.emit.Surroundings;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.cases.ExecutorContract;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.module.Processor;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * C code keeps the contract of executors, with every set of instructions that this processor has,
 * and as it is for microcontrollers, whose DSP instructions are played by functions of the same
 * meaning; the programs of all cases are one library. Says which sets are run; the others are
 * skipped by name.
 */
@ParameterizedClass
@CsvSource({
  "SYSTEM, BASELINE, -DPL_SMALL",
  "SYSTEM, SSE41, -DPL_SMALL",
  "SYSTEM, AVX2, -DPL_SMALL",
  "SYSTEM, AVX_VNNI, -DPL_SMALL",
  "SYSTEM, AVX512_VNNI, -DPL_SMALL",
  "SYSTEM, DOTPROD, -DPL_SMALL",
  "SYSTEM, I8MM, -DPL_SMALL",
  "BARE_ARRAY, BASELINE, -DPL_SMALL -O1 -D__ARM_FEATURE_DSP -D__ARM_FEATURE_UNALIGNED"
})
class CompiledExecutorTests extends ExecutorContract {
  private static final Map<String, Path> LIBRARIES = new HashMap<>();

  @TempDir private static Path folder;

  private final CCompiler compiler;
  private final Surroundings surroundings;
  private final String options;

  CompiledExecutorTests(Surroundings surroundings, InstructionSet set, String options) {
    this.surroundings = surroundings;
    this.options = surroundings + set.label() + options;
    Processor processor = Processor.current();
    assumeTrue(
        processor.has(set),
        () -> "skipped: %s lacks %s".formatted(processor.platform(), processor.lacks(set)));
    CCompiler found = CCompiler.find().orElse(null);
    assumeTrue(found != null, "skipped: no C compiler on this machine");
    this.compiler =
        Objects.requireNonNull(found)
            .with(set.options().toArray(String[]::new))
            .with(options.split(" ", -1))
            .with("-Wall", "-Wextra", "-Werror", "-I" + intrinsics());
    if (!LIBRARIES.containsKey(this.options)) {
      compile(ExecutorCases.all().stream().map(ExecutorCase::program).toList());
      LIBRARIES.put(this.options, folder);
      System.out.printf("C for %s is run by %s%n", surroundings, set.label());
    }
  }

  /** The folder with {@code arm_acle.h} as plain C. */
  private static Path intrinsics() {
    try (InputStream acle =
        Objects.requireNonNull(CompiledExecutorTests.class.getResourceAsStream("arm_acle.h"))) {
      Path include = Files.createDirectories(folder.resolve("include"));
      Files.copy(acle, include.resolve("arm_acle.h"), StandardCopyOption.REPLACE_EXISTING);
      return include;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(List<Program> programs) {
    Path library = folder.resolve("cases" + LIBRARIES.size() + ".so");
    StringBuilder all = new StringBuilder();
    for (Program program : programs) {
      CSource source = source(program);
      if (LIBRARIES.put(options + source.symbol(), library) == null) {
        CCompiler.write(source, folder);
        all.append("#include \"%s.c\"\n".formatted(source.symbol()));
      }
    }
    Path file = folder.resolve("cases" + LIBRARIES.size() + ".c");
    try {
      Files.writeString(file, all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    compiler.build(List.of(file), library);
  }

  /** Equal programs have equal names. */
  private CSource source(Program program) {
    CSource source = CEmitter.emit(program, "x", surroundings);
    int hash = source.files().hashCode() * 31 + Arrays.hashCode(source.weights().toBytes());
    return CEmitter.emit(program, "case" + Integer.toHexString(hash), surroundings);
  }

  @Override
  protected Engine executor(Program program, ForeignOps foreignOps) {
    CSource source = source(program);
    if (!LIBRARIES.containsKey(options + source.symbol())) {
      compile(List.of(program));
    }
    Path library = Objects.requireNonNull(LIBRARIES.get(options + source.symbol()));
    return CompiledExecutor.open(program, foreignOps, CCompiler.module(source, library));
  }
}
