package io.plumbline.cli.command;

import io.plumbline.config.Configurations;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder that a compilation left its artefacts in. */
final class CompiledFolder {
  private static final String SUFFIX = Artifact.CONFIGURATION.fileName("");

  private CompiledFolder() {}

  /**
   * The compilation that a folder holds, as its resolved configuration says.
   *
   * @param prefix of its artefacts; null where the folder has one compilation
   * @throws BadDataException when the folder cannot be listed or has no such file
   * @throws BadConfigurationException when it has several, and no prefix is given
   */
  static CompileRequest request(Path folder, @Nullable String prefix) {
    String found = prefix == null ? only(folder) : prefix;
    return Configurations.read(folder.resolve(Artifact.CONFIGURATION.fileName(found)))
        .translate()
        .request()
        .into(folder, found);
  }

  private static String only(Path folder) {
    List<String> prefixes = prefixes(folder);
    if (prefixes.isEmpty()) {
      throw new BadDataException(
          "data.no-compilation",
          folder.toString(),
          "there is no file '*%s' in this folder".formatted(SUFFIX),
          "name the working folder of a compilation");
    }
    if (prefixes.size() > 1) {
      throw new BadConfigurationException(
          "usage",
          folder.toString(),
          "several compilations left their artefacts here: " + String.join(", ", prefixes),
          "choose one with --prefix");
    }
    return prefixes.getFirst();
  }

  private static List<String> prefixes(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BadDataException(
          "data.folder", folder.toString(), ReadFailure.ofFolder(folder), "check the path", e);
    }
  }
}
