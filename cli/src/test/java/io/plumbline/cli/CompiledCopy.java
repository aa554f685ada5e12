package io.plumbline.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The artefacts of a compilation, to plant faults in. */
record CompiledCopy(Path folder, String prefix) {
  /** Copies all files of a folder to a new one beside it, so that relative paths stay true. */
  static CompiledCopy of(Path compiled, String prefix, String name) {
    Path copy = compiled.resolveSibling(name);
    try (Stream<Path> files = Files.list(compiled)) {
      Files.createDirectories(copy);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CompiledCopy(copy, prefix);
  }

  Path stage(String label) {
    return folder.resolve(prefix + "_" + label + "_model.onnx");
  }

  /** Puts another file in the place of a stage. */
  void replace(String label, Path other) {
    try {
      Files.copy(other, stage(label), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the ladder says, with a status that fits it. */
  JsonNode ladder(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("verify", "--json", "--ladder", folder));
    arguments.addAll(List.of(more));
    PlumbRun run = PlumbRun.of(arguments);
    if (run.status() > 1) {
      throw new AssertionError(run.err());
    }
    JsonNode found = run.json();
    if (found.get("pass").asBoolean() != (run.status() == 0)) {
      throw new AssertionError("status " + run.status() + " of " + run.out());
    }
    return found;
  }
}
