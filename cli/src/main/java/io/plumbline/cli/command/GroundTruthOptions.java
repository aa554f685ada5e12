package io.plumbline.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Folders of dumped tensors that {@code plumb verify} reads and writes. */
final class GroundTruthOptions {
  @Option(
      names = "--gt",
      split = ",",
      paramLabel = "DIR",
      description =
          "Dumped tensors: two folders are compared file by file, the outputs of models with one.")
  private List<Path> folders = List.of();

  @Option(
      names = "--output-gt",
      paramLabel = "DIR",
      description = "Write what the models are fed and make of the first sample.")
  private @Nullable Path output;

  List<Path> folders() {
    return folders;
  }

  Optional<Path> output() {
    return Optional.ofNullable(output);
  }
}
