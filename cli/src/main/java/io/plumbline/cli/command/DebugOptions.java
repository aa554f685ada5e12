package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.verify.compare.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every {@code plumb debug} command is told of model and samples. */
final class DebugOptions {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "The working folder of a compilation, or its _calibrated_model.onnx.")
  private Path model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CALIBRATED_DATA",
      description =
          "A folder of samples, or one folder for each input in it; calibration_data of the working"
              + " folder, or what its configuration names, if not given.")
  private @Nullable Path data;

  @Option(names = "--preprocess", description = "How pictures become the model's input.")
  private @Nullable Path preprocess;

  @Option(
      names = "--threads",
      converter = ThreadCount.class,
      description = "How many samples are worked on at a time; all cores if not given.")
  private int threads;

  DebugModel open() {
    return DebugModel.open(model);
  }

  int threads() {
    return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
  }

  DebugSamples samples(DebugModel opened, int most, Console console) {
    return DebugSamples.load(opened, data(opened), most, console::finding);
  }

  private CalibrationData data(DebugModel opened) {
    if (data != null) {
      return folders(data);
    }
    Path dumped = opened.file().resolveSibling("calibration_data");
    if (Files.isDirectory(dumped)) {
      return folders(dumped);
    }
    return opened
        .beside(Artifact.CONFIGURATION)
        .map(file -> Configurations.read(file).translate().request().calibration())
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "debug.no-data",
                    opened.file().toString(),
                    "there are no samples beside the model",
                    "give a folder of samples after the model"));
  }

  private FolderData folders(Path folder) {
    return new FolderData(
        inputs(folder), Optional.ofNullable(preprocess).map(PreprocessFile::read), DType.FLOAT32);
  }

  /** The folders in a folder, by name; itself where it has none. */
  private static List<Path> inputs(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> inner = entries.filter(Files::isDirectory).sorted().toList();
      return inner.isEmpty() ? List.of(folder) : inner;
    } catch (IOException e) {
      throw new BadConfigurationException(
          "debug.folder", folder.toString(), "the folder cannot be listed", "check the path", e);
    }
  }

  /**
   * The type that a word names.
   *
   * @throws BadConfigurationException when it names none
   */
  static NodeType type(String word) {
    return NodeType.named(word)
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "usage",
                    "--node-type",
                    "expected %s, found '%s'".formatted(String.join(", ", NodeType.labels()), word),
                    "choose one of them"));
  }

  /**
   * The measures that words name.
   *
   * @throws BadConfigurationException when a word names none
   */
  static List<Measure> measures(List<String> words) {
    List<Measure> measures = new ArrayList<>();
    for (String word : words) {
      measures.add(
          Measure.named(word)
              .orElseThrow(
                  () ->
                      new BadConfigurationException(
                          "usage",
                          "--metrics",
                          "expected %s, found '%s'"
                              .formatted(String.join(", ", Measure.labels()), word),
                          "choose one of them")));
    }
    return measures;
  }
}
