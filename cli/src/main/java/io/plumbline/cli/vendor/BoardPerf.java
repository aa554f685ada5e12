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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code hrt_model_exec perf}, told in the vendor's words: on this machine, or on the device that
 * the model names.
 *
 * @param model also as {@code MODULE@DEVICE}
 * @param inputs one file for each input, separated by commas; empty for random numbers
 * @param preprocess how pictures become inputs
 * @param frames 0 for as many as usual
 * @param minutes in place of frames; wins over seconds
 * @param threads frames side by side
 * @param profile folder for the profiler's files
 */
record BoardPerf(
    Path model,
    String inputs,
    Optional<Path> preprocess,
    int frames,
    int minutes,
    int seconds,
    int threads,
    boolean warmUp,
    @Nullable Path profile) {
  private static final int USUAL_FRAMES = 200;

  /** Measures, and returns the exit status. */
  int run(Applet applet) {
    Console console = Console.ofProcess(false, false);
    applet.tellSame(console, words());
    ConsoleProgress progress = new ConsoleProgress(console);
    Performance measured = PerformanceRun.measure(request(), progress);
    progress.finish();
    lines(measured).forEach(console::say);
    console.findings(measured.findings());
    if (profile != null) {
      ProfilerFiles.write(measured, profile).forEach(path -> console.say("wrote " + path));
    }
    return ExitStatus.OK;
  }

  /** The command line of this program that measures the same. */
  private List<String> words() {
    List<String> words = new ArrayList<>(List.of("perf", model.toString()));
    words.addAll(
        time()
            .map(length -> List.of("--seconds", Long.toString(length.toSeconds())))
            .orElse(List.of("--frames", Integer.toString(count()))));
    words.addAll(List.of("--threads", Integer.toString(Math.max(1, threads))));
    words.addAll(List.of("--warm-up", Boolean.toString(warmUp)));
    if (!inputs.isEmpty()) {
      words.addAll(List.of("--input", inputs));
    }
    preprocess.ifPresent(file -> words.addAll(List.of("--preprocess", file.toString())));
    if (profile != null) {
      words.addAll(List.of("--profile", profile.toString()));
    }
    return words;
  }

  private int count() {
    return frames > 0 ? frames : USUAL_FRAMES;
  }

  private PerformanceRequest request() {
    List<Path> files =
        inputs.isEmpty() ? List.of() : Stream.of(inputs.split(",", -1)).map(Path::of).toList();
    return new PerformanceRequest(
        ModelFiles.of(model),
        Optional.empty(),
        files,
        new FolderData(List.of(), preprocess.map(PreprocessFile::read)),
        0,
        count(),
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

  /** The block that scripts look for. */
  private List<String> lines(Performance measured) {
    double mean = measured.latency().mean();
    return List.of(
        ModelFiles.of(model)
            .device()
            .map("measured from this machine, with the line to "::concat)
            .orElse("measured on this machine; no board took part")
            .concat(": executor " + measured.executor()),
        "a frame lasts from inputs in memory to outputs; the frame rate is frames over run time",
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
