package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.performance.Performance;
import io.plumbline.pipeline.performance.PerformanceRequest;
import io.plumbline.pipeline.performance.PerformanceRun;
import io.plumbline.pipeline.performance.ProfilerFiles;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.DType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code hrt_model_exec perf} on this machine, told in the vendor's words.
 *
 * @param inputs one file for each input, separated by commas; empty for random numbers
 * @param frames 0 for as many as usual
 * @param minutes in place of frames; wins over seconds
 * @param threads frames side by side
 * @param profile folder for the profiler's files
 */
record BoardPerf(
    Path model,
    String inputs,
    int frames,
    int minutes,
    int seconds,
    int threads,
    boolean warmUp,
    @Nullable Path profile) {
  private static final int USUAL_FRAMES = 200;

  /** Measures, and returns the exit status. */
  int run() {
    Console console = Console.ofProcess(false, false);
    ConsoleProgress progress = new ConsoleProgress(console);
    Performance measured = PerformanceRun.measure(request(console), progress);
    progress.finish();
    lines(measured).forEach(console::say);
    console.findings(measured.findings());
    if (profile != null) {
      ProfilerFiles.write(measured, profile).forEach(path -> console.say("wrote " + path));
    }
    return ExitStatus.OK;
  }

  private PerformanceRequest request(Console console) {
    List<Path> files =
        inputs.isEmpty() ? List.of() : Stream.of(inputs.split(",", -1)).map(Path::of).toList();
    return new PerformanceRequest(
        ModelFiles.of(model),
        Optional.empty(),
        files,
        new FolderData(
            List.of(),
            PictureFiles.prepare(console, model, List.of(inputs.split(",", -1)))
                .map(PreprocessFile::read),
            DType.FLOAT32),
        0,
        frames > 0 ? frames : USUAL_FRAMES,
        time(),
        Math.max(1, threads),
        warmUp);
  }

  private Optional<Duration> time() {
    if (minutes > 0) {
      return Optional.of(Duration.ofMinutes(minutes));
    }
    return seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
  }

  /** The block that scripts look for; the figures are this machine's. */
  static List<String> lines(Performance measured) {
    double mean = measured.latency().mean();
    return List.of(
        "measured on this machine by the executor %s; no board took part"
            .formatted(measured.executor()),
        "Running condition:",
        String.format(Locale.ROOT, "  Thread number is: %d", measured.threads()),
        String.format(Locale.ROOT, "  Frame count   is: %d", measured.latency().count()),
        String.format(Locale.ROOT, "  Program run time: %.6f ms", measured.milliseconds()),
        "Perf result:",
        String.format(
            Locale.ROOT, "  Frame totally latency is: %.6f ms", mean * measured.latency().count()),
        String.format(Locale.ROOT, "  Average    latency    is: %.6f ms", mean),
        String.format(
            Locale.ROOT, "  Frame      rate       is: %.6f FPS", measured.framesPerSecond()));
  }
}
