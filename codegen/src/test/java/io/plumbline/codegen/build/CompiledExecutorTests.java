package io.plumbline.codegen.build;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.cases.ExecutorContract;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** C code keeps the contract of executors; the programs of all cases are one library. */
class CompiledExecutorTests extends ExecutorContract {
  private static final Map<String, Path> LIBRARIES = new HashMap<>();

  @TempDir private static Path folder;
  private static CCompiler compiler;

  @BeforeAll
  static void compileAllCases() {
    compiler = CCompiler.find().orElse(null);
    assumeTrue(compiler != null, "skipped: no C compiler on this machine");
    compile(ExecutorCases.all().stream().map(ExecutorCase::program).toList());
  }

  private static void compile(List<Program> programs) {
    Path library = folder.resolve("cases" + LIBRARIES.size() + ".so");
    StringBuilder all = new StringBuilder();
    for (Program program : programs) {
      CSource source = source(program);
      if (LIBRARIES.put(source.symbol(), library) == null) {
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
    compiler.with("-DPL_SMALL", "-Wall", "-Wextra", "-Werror").build(List.of(file), library);
  }

  /** Equal programs have equal names. */
  private static CSource source(Program program) {
    CSource source = CEmitter.emit(program, "x");
    int hash = source.files().hashCode() * 31 + Arrays.hashCode(source.weights().toBytes());
    return CEmitter.emit(program, "case" + Integer.toHexString(hash));
  }

  @Override
  protected Engine executor(Program program, ForeignOps foreignOps) {
    CSource source = source(program);
    if (!LIBRARIES.containsKey(source.symbol())) {
      compile(List.of(program));
    }
    return new CompiledExecutor(
        program, foreignOps, CCompiler.module(source, LIBRARIES.get(source.symbol())));
  }
}
