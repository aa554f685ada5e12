package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.pipeline.debug.AccumulationRequest;
import io.plumbline.pipeline.debug.DebugReport;
import io.plumbline.pipeline.debug.trial.DebugCautions;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugProgram;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.verify.compare.Measure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every {@code plumb debug} command is told, and does. */
final class DebugOptions {
  static final String METRIC = "cosine-similarity";

  private static final String RESULTS = "debug_result";

  /** Of more files only the folder is named. */
  private static final int MOST_NAMED = 8;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description =
          "The working folder of a compilation, or its _calibrated_model.onnx; for causes,"
              + " accumulate and run-all also a quantized model or module there, on a device as"
              + " MODULE@HOST:PORT or MODULE@ssh://USER@HOST.")
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

  @Option(
      names = {"-s", "--save-dir", "--save_dir"},
      description =
          "The folder that results go to: debug_result if not given, in MODEL where that is a"
              + " folder.")
  private @Nullable Path folder;

  @Option(
      names = {"-d", "-dn", "--data-num", "--data_num"},
      converter = AtLeastOne.class,
      description = "How many samples: 1 if not given, 8 for causes.")
  private @Nullable Integer samples;

  /** What a command does with model and samples. */
  interface Work {
    DebugReport.Outcome of(DebugModel model, DebugSamples samples, Progress progress);
  }

  /**
   * Opens model and samples, does the work, and shows what it came to.
   *
   * @param otherwise how many samples where none are asked for
   */
  int run(Console console, int otherwise, Work work) {
    ConsoleProgress progress = new ConsoleProgress(console);
    DebugModel opened = DebugModel.open(model, console::finding);
    int most = samples == null ? otherwise : samples;
    DebugSamples loaded = DebugSamples.load(opened, data(opened), most, console::finding);
    DebugCautions.of(opened, loaded).forEach(console::finding);
    Set<Path> earlier = filesBelow(results());
    DebugReport.Outcome outcome = work.of(opened, loaded, progress);
    progress.finish();
    outcome.sections().forEach(console::show);
    tell(console, outcome.files(), earlier);
    outcome.sentences().forEach(console::say);
    console.result(outcome.json());
    return ExitStatus.OK;
  }

  /**
   * The same of a command that rounds places one by one, which no program does.
   *
   * @throws BadConfigurationException when a program is named
   */
  int runWithoutProgram(Console console, Work work) {
    return run(
        console,
        1,
        (opened, samples, progress) -> {
          opened.program().ifPresent(DebugOptions::refuse);
          return work.of(opened, samples, progress);
        });
  }

  private static void refuse(DebugProgram program) {
    throw new BadConfigurationException(
        "debug.no-program",
        program.files().spelling(),
        "this command rounds places of the calibrated model one by one, and a program rounds all",
        "name the working folder; 'debug accumulate' and 'debug causes' look at programs");
  }

  /** Each file, or of many how many there are and where; and what they took the place of. */
  private void tell(Console console, List<Path> files, Set<Path> earlier) {
    List<Path> replaced = files.stream().filter(earlier::contains).toList();
    if (files.size() <= MOST_NAMED) {
      files.forEach(
          file ->
              console.say(
                  "wrote "
                      + file
                      + (replaced.contains(file) ? ", in place of an earlier run's" : "")));
    } else {
      String place =
          replaced.isEmpty()
              ? ""
              : ", %d of them in place of an earlier run's".formatted(replaced.size());
      console.say(
          "wrote %s below %s%s".formatted(Count.of(files.size(), "file"), results(), place));
    }
  }

  private static Set<Path> filesBelow(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).collect(Collectors.toSet());
    } catch (IOException | UncheckedIOException e) {
      throw new BadConfigurationException(
          "debug.folder", folder.toString(), "the folder cannot be listed", "check the path", e);
    }
  }

  int threads() {
    return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
  }

  /** Where results go. */
  Path results() {
    return asked().orElse(Path.of(RESULTS));
  }

  /** Where results go; empty where only a file was named, and no folder. */
  Optional<Path> asked() {
    return Optional.ofNullable(folder)
        .or(
            () ->
                Files.isDirectory(model) ? Optional.of(model.resolve(RESULTS)) : Optional.empty());
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
        inputs(folder), Optional.ofNullable(preprocess).map(PreprocessFile::read));
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
    return words.stream().map(DebugOptions::measure).toList();
  }

  /**
   * The measure that a word names.
   *
   * @throws BadConfigurationException when it names none
   */
  static Measure measure(String word) {
    return Measure.named(word)
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "usage",
                    "--metric",
                    "expected %s, found '%s'".formatted(String.join(", ", Measure.labels()), word),
                    "choose one of them"));
  }

  /** Sets of nodes; none where an option is not given. */
  static AccumulationRequest.Sets sets(NameSets.@Nullable Sets given) {
    return given == null
        ? AccumulationRequest.Sets.NONE
        : new AccumulationRequest.Sets(given.names(), given.nested());
  }
}
