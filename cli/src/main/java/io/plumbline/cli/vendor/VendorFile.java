package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.config.Configurations;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.source.VendorBinary;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Models under the names that scripts expect; the content is this program's. */
final class VendorFile {
  private VendorFile() {}

  /**
   * Returns a model that this program can read, also one that is to run on a device.
   *
   * @throws BadModelException when it is one of the vendor's own, or empty
   */
  static Path own(Path model) {
    ModelFiles files = ModelFiles.of(model).here();
    Path file = files.model();
    boolean foreign = VendorBinary.isNamedSo(file) && Files.isRegularFile(file);
    if (foreign && file.toFile().length() == 0) {
      throw new BadModelException(
          "model.empty",
          file.toString(),
          "the file is empty",
          "copy or compile it again; see whether the disk was full");
    }
    if (foreign && !Plumbline.isProgram(files)) {
      throw VendorBinary.refusal(file);
    }
    return model;
  }

  /** Writes a file again under the name that scripts expect, and says what it is. */
  static void copy(Console console, Path file, Path name) {
    copy(file, name);
    console.say(
        "wrote %s: the bytes of %s, under the name that scripts expect"
            .formatted(fromHere(name), file.getFileName()));
  }

  /**
   * Takes away what an earlier compilation left under such names, so that none of them holds an old
   * model when this one fails. Files that are none of this program stay, and all where the
   * configuration has errors: what it would write is not known then, which is told.
   *
   * @param names those that a compilation gets
   * @throws EnvironmentException when one cannot be deleted
   */
  static void clear(Console console, Path config, Function<CompileRequest, List<Path>> names) {
    Optional<CompileRequest> request = request(config);
    if (request.isEmpty()) {
      tellLeft(console, config);
      return;
    }
    clear(names.apply(request.get()), List.of(request.get().files().model()));
  }

  /**
   * Takes away what an earlier compilation left under names that a command line gives.
   *
   * @param models those that are read, which stay
   * @throws EnvironmentException when one cannot be deleted
   */
  static void clear(List<Path> names, List<Path> models) {
    for (Path name : names) {
      if (models.stream().noneMatch(model -> isSame(name, model))
          && ProgramReader.isProgram(name)) {
        delete(name);
      }
    }
  }

  /** Tells that files of an earlier compilation stay, since a configuration cannot be read. */
  static void tellLeft(Console console, Path config) {
    console.note(
        "note: %s does not say which files it is about: those of an earlier build stay"
            .formatted(config));
  }

  /** What a configuration asks for, of its first compilation; empty where it has errors. */
  static Optional<CompileRequest> request(Path config) {
    try {
      return Optional.of(Configurations.read(config).parts().getFirst().translate().request());
    } catch (PlumblineException _) {
      return Optional.empty();
    }
  }

  private static boolean isSame(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new EnvironmentException(
          "environment.write",
          file.toString(),
          "the module of an earlier compilation cannot be deleted: " + ReadFailure.of(file, e),
          "check the permissions of its folder");
    }
  }

  /** A file by its path from the working folder, where it lies in that. */
  private static Path fromHere(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute) : file;
  }

  /** Writes a file again. */
  static void copy(Path file, Path name) {
    AtomicFile.write(name, stream -> Files.copy(file, stream));
  }
}
