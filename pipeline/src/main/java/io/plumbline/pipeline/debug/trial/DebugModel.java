package io.plumbline.pipeline.debug.trial;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A calibrated model in its working folder.
 *
 * @param file the calibrated model
 * @param graph what it rounds and where
 * @param program what was made of it, where that is looked at too
 */
public record DebugModel(Path file, CalibratedGraph graph, Optional<DebugProgram> program) {
  private static final List<Artifact> PROGRAMS = List.of(Artifact.QUANTIZED, Artifact.MODULE);

  /**
   * Opens a calibrated model.
   *
   * @param given a working folder with one calibrated model, or the file itself; or a quantized
   *     model or module beside it, as {@code MODULE@DEVICE} where it is to run elsewhere
   * @param heard told what is to be known of how a program runs
   * @throws BadConfigurationException when there is none, or several
   * @throws BadModelException when nothing is fake-quantized in it
   */
  public static DebugModel open(Path given, Consumer<Finding> heard) {
    ModelFiles files = ModelFiles.of(given);
    if (Files.isDirectory(given) || !Plumbline.isProgram(files)) {
      return open(Files.isDirectory(given) ? only(given) : given, Optional.empty());
    }
    return open(calibrated(files.model()), Optional.of(new DebugProgram(files, heard)));
  }

  private static DebugModel open(Path file, Optional<DebugProgram> program) {
    Graph annotated = parse(file);
    CalibratedGraph graph = CalibratedGraph.of(annotated);
    if (graph.calibrations().isEmpty()) {
      throw new BadModelException(
          "debug.not-calibrated",
          file.toString(),
          "the model has no QuantizeLinear with a DequantizeLinear behind it",
          "give the _calibrated_model.onnx that 'plumb compile' leaves, or its working folder");
    }
    return new DebugModel(file, graph, program);
  }

  /** Another stage of the same compilation; empty where the folder does not have it. */
  public Optional<Path> beside(Artifact artifact) {
    String suffix = Artifact.CALIBRATED.fileName("");
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(suffix)) {
      return Optional.empty();
    }
    String prefix = name.substring(0, name.length() - suffix.length());
    Path other = file.resolveSibling(artifact.fileName(prefix));
    return Files.isRegularFile(other) ? Optional.of(other) : Optional.empty();
  }

  /** Adds what the file holds to a hash. */
  public void addTo(Sha256 hash) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      hash.add(bytes, bytes.length);
    } catch (IOException e) {
      throw new BadModelException(
          "debug.unreadable", file.toString(), "the file cannot be read", "check the path", e);
    }
  }

  /** A float or fake-quantized model of a working folder. */
  public static Graph parse(Path file) {
    return Preparation.parse(
            ModelFiles.of(file),
            new ModelInterface(new LinkedHashMap<>(), new LinkedHashMap<>(), List.of()))
        .graph();
  }

  /** What a program was made of, which lies beside it. */
  private static Path calibrated(Path program) {
    String name = String.valueOf(program.getFileName());
    return PROGRAMS.stream()
        .map(artifact -> artifact.fileName(""))
        .filter(name::endsWith)
        .map(suffix -> name.substring(0, name.length() - suffix.length()))
        .map(prefix -> program.resolveSibling(Artifact.CALIBRATED.fileName(prefix)))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "debug.no-calibrated",
                    program.toString(),
                    "the calibrated model that it was made of is not beside it, and errors are"
                        + " held to that",
                    "name the program in its working folder, PREFIX.plm or"
                        + " PREFIX_quantized_model.onnx beside PREFIX_calibrated_model.onnx"));
  }

  private static Path only(Path folder) {
    String suffix = Artifact.CALIBRATED.fileName("");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(file -> String.valueOf(file.getFileName()).endsWith(suffix))
              .sorted()
              .toList();
      if (found.size() == 1) {
        return found.getFirst();
      }
      throw new BadConfigurationException(
          "debug.which-model",
          folder.toString(),
          found.isEmpty()
              ? "the folder has no file whose name ends in " + suffix
              : "the folder has several calibrated models: " + found,
          "give the calibrated model itself");
    } catch (IOException e) {
      throw new BadConfigurationException(
          "debug.folder", folder.toString(), "the folder cannot be listed", "check the path", e);
    }
  }
}
