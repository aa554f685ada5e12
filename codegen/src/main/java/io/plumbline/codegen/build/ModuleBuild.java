package io.plumbline.codegen.build;

import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.runtime.compiled.CompiledModule;
import io.plumbline.runtime.module.ElfLibrary;
import io.plumbline.runtime.module.NativeCode;
import io.plumbline.runtime.module.NativeObject;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes native code of programs. */
public final class ModuleBuild {
  private ModuleBuild() {}

  /**
   * Writes a program as C and compiles that for targets.
   *
   * @param name of the module, from which its symbols are named
   * @param targets may be none; no two of one platform and one set of instructions
   * @throws io.plumbline.tensor.UnsupportedException when there is no C for the program
   * @throws EnvironmentException when a compiler cannot be started, refuses the source, or makes
   *     code for another platform
   */
  public static NativeCode build(Program program, String name, List<BuildTarget> targets) {
    CSource source = CEmitter.emit(program, name);
    List<NativeObject> objects = targets.stream().map(target -> object(source, target)).toList();
    CompiledModule module = CCompiler.module(source, Path.of(""));
    return new NativeCode(
        source.symbol(), source.allocation(), module.weights(), source.files(), objects);
  }

  private static EnvironmentException otherPlatform(BuildTarget target, String reason) {
    return new EnvironmentException(
        "compiler.other-platform",
        String.join(" ", target.compiler().command()),
        "the compiler made a library, but " + reason,
        "name a compiler for it behind '=', such as linux-aarch64/baseline=aarch64-linux-gnu-gcc");
  }

  private static NativeObject object(CSource source, BuildTarget target) {
    List<String> options = target.instructions().options();
    CCompiler compiler = target.compiler().with(options.toArray(String[]::new));
    try (ScratchFolder folder = ScratchFolder.createBrief("plumbline-build")) {
      CCompiler.write(source, folder.path());
      Path library = folder.path().resolve("lib" + source.symbol() + ".so");
      compiler.build(List.of(folder.path().resolve(source.symbol() + ".c")), library);
      MemorySegment built = MemorySegment.ofArray(Files.readAllBytes(library)).asReadOnly();
      ElfLibrary.misfit(built, target.platform())
          .ifPresent(
              reason -> {
                throw otherPlatform(target, reason);
              });
      return new NativeObject(
          target.platform(),
          target.instructions(),
          target.compiler().version(),
          compiler.command(),
          built);
    } catch (IOException e) {
      throw new EnvironmentException(
          "compiler.files",
          "the folder for temporary files",
          "the source cannot be compiled there: " + e.getMessage(),
          "make room there",
          e);
    }
  }
}
