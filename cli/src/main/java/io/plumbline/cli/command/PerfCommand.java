package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.performance.Estimate;
import io.plumbline.pipeline.performance.Performance;
import io.plumbline.pipeline.performance.PerformanceRequest;
import io.plumbline.pipeline.performance.PerformanceRun;
import io.plumbline.pipeline.performance.ProfilerFiles;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.file.WritableFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code plumb perf}: how long any artefact takes on this machine. */
@Command(
    name = "perf",
    description =
        "Measures latency and throughput of a model, and the time of each node; or counts what an"
            + " integer program costs.")
public final class PerfCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private ExecutorOption executor;
  @Mixin private EstimateOptions estimate;
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private final ModelFile file = new ModelFile();

  /** The model, by its place or as boards' tools name it. */
  static final class ModelFile {
    @Parameters(paramLabel = "MODEL", description = "Any model artefact.")
    private @Nullable Path place;

    @Option(
        names = {"-m", "--model", "--model_file"},
        paramLabel = "MODEL",
        description = "The same.")
    private @Nullable Path option;
  }

  @Option(names = "--proto", description = "The prototxt of a .caffemodel.")
  private @Nullable Path prototxt;

  @Option(
      names = {"--frames", "--frame_count"},
      defaultValue = "200",
      converter = AtLeastOne.class,
      description = "How many frames are measured (default: ${DEFAULT-VALUE}).")
  private int frames;

  @Option(
      names = "--perf_time",
      paramLabel = "MINUTES",
      converter = AtLeastOne.class,
      description = "Measure for so many minutes instead.")
  private int minutes;

  @Option(
      names = {"--seconds", "--perf_time_in_seconds"},
      paramLabel = "SECONDS",
      converter = AtLeastOne.class,
      description = "Measure for so many seconds instead.")
  private int seconds;

  @Option(
      names = {"--threads", "--thread_num"},
      defaultValue = "1",
      converter = ThreadCount.class,
      description = "How many frames run side by side (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = {"--warm-up", "--enable_warmup"},
      paramLabel = "true|false",
      defaultValue = "true",
      arity = "1",
      description = "Run up to 500 frames, or 3 seconds, that are not counted (default: true).")
  private boolean warmUp;

  @Option(
      names = {"--input", "--input_file"},
      paramLabel = "FILE",
      description = "One file for each input, as for infer; random numbers if not given.")
  private List<String> inputs = List.of();

  @Option(names = "--preprocess", description = "How pictures become the model's input.")
  private @Nullable Path preprocess;

  @Option(
      names = "--input-offset",
      description = "Subtracted from every pixel; 128 makes the intermediate type.")
  private int offset;

  @Option(
      names = {"--profile", "--profile_path"},
      paramLabel = "DIR",
      description = "Folder for profiler.log and profiler.csv.")
  private @Nullable Path profile;

  @Unmatched private final List<String> unknown = new ArrayList<>();

  @Override
  public Integer call() {
    BoardFlags.PERF.refuse(unknown, spec);
    estimate.require(spec);
    Console console = global.console();
    Optional<Estimate> counted = estimate.count(here());
    if (estimate.isStatic()) {
      estimate.show(console, counted.orElseThrow(), here());
      return ExitStatus.OK;
    }
    if (profile != null) {
      WritableFolder.make(profile, "the folder of the profile", "choose another with --profile");
    }
    sayWhatEnds(console);
    ConsoleProgress progress = new ConsoleProgress(console);
    Performance measured = PerformanceRun.measure(request(), progress);
    progress.finish();
    measured.sections().forEach(console::show);
    console.findings(measured.findings());
    if (profile != null) {
      ProfilerFiles.write(measured, profile).forEach(path -> console.say("wrote " + path));
    }
    console.result(estimate.record(console, measured, counted, here()));
    return ExitStatus.OK;
  }

  /** A time goes before a number of frames, as in {@code hrt_model_exec}. */
  private void sayWhatEnds(Console console) {
    if (time().isPresent() && spec.commandLine().getParseResult().hasMatchedOption("--frames")) {
      console.say("--frames is not used: the time that is given ends the measurement");
    }
  }

  private Path model() {
    return Objects.requireNonNull(file.place == null ? file.option : file.place);
  }

  /** What is counted of a model is the same wherever it runs. */
  private Path here() {
    return ModelFiles.of(model(), prototxt).model();
  }

  private PerformanceRequest request() {
    ModelFiles files = ModelFiles.of(model(), prototxt);
    return new PerformanceRequest(
        files,
        executor.chosenFor(files),
        InputWords.of(inputs).stream().map(Path::of).toList(),
        new FolderData(List.of(), Optional.ofNullable(preprocess).map(PreprocessFile::read)),
        offset,
        frames,
        time(),
        threads,
        warmUp);
  }

  private Optional<Duration> time() {
    if (minutes > 0) {
      return Optional.of(Duration.ofMinutes(minutes));
    }
    return seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
  }
}
