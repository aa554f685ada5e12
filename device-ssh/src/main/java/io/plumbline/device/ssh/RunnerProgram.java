package io.plumbline.device.ssh;

import io.plumbline.codegen.build.BuildTarget;
import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The program around a module, for a board.
 *
 * @param compiler with the options for the board's processor
 */
record RunnerProgram(CSource source, CCompiler compiler) {
  /** The program of a source for a target. */
  static RunnerProgram of(CSource source, BuildTarget target) {
    String[] options = target.instructions().options().toArray(String[]::new);
    return new RunnerProgram(source, target.compiler().with(options));
  }

  /** A digest of all that the program is made of: equal ones make the same program. */
  String recipe() {
    Sha256 hash = new Sha256();
    hash.add(compiler.version());
    compiler.command().forEach(hash::add);
    source
        .files()
        .forEach(
            (name, text) -> {
              hash.add(name);
              hash.add(text);
            });
    return hash.hex();
  }

  /**
   * Compiles it.
   *
   * @throws EnvironmentException when the compiler cannot be started or refuses the source
   */
  byte[] compile() {
    try (ScratchFolder folder = ScratchFolder.createBrief("plumbline-runner")) {
      CCompiler.write(source, folder.path());
      List<Path> files =
          List.of(
              folder.path().resolve(source.symbol() + ".c"),
              folder.path().resolve(source.symbol() + "_main.c"));
      Path program = folder.path().resolve("runner");
      compiler.executable(files, program);
      return Files.readAllBytes(program);
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
