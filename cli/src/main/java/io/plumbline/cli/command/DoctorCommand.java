package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.pipeline.colour.ColourDoctor;
import io.plumbline.pipeline.colour.ColourReport;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb doctor}: finds mistakes in how pictures are prepared by measuring. */
@Command(
    name = "doctor",
    description =
        "Finds mistakes in the preparation of pictures by running the float model, or measures what"
            + " the way of pictures through a device's colours costs.")
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @Option(
      names = {"-c", "--config"},
      description = "A configuration whose preparation of pictures is varied and measured.")
  private @Nullable Path config;

  @Option(
      names = "--labels",
      description =
          "The classes of the pictures; without them the sureness and the differences of answers"
              + " are measured.")
  private @Nullable Path labels;

  @Option(
      names = "--fix",
      paramLabel = "FILE",
      description = "Write the configuration with all mistakes mended to this new file.")
  private @Nullable Path fix;

  @Option(
      names = "--strict",
      description = "Exit with status 1 when a mistake is found in the configuration.")
  private boolean strict;

  @Option(
      names = "--colour",
      description = "Measure RGB to NV12 to YUV444 to RGB, on pixels and on the model's output.")
  private boolean colour;

  @Option(
      names = {"-m", "--model"},
      description =
          "With --colour: the float model as it was trained; without one only pixels are measured.")
  private @Nullable Path model;

  @Option(
      names = "--data",
      description =
          "A folder of pictures; with --config the calibration pictures if not given. With --labels"
              + " whatever 'plumb eval' takes.")
  private @Nullable Path data;

  @Option(
      names = "--preprocess",
      description = "With --colour: how pictures become the model's input.")
  private @Nullable Path preprocess;

  @Option(
      names = "--limit",
      converter = AtLeastOne.class,
      description = "Use N pictures only; 200 with --config if not given.")
  private int limit;

  @Option(
      names = "--threads",
      converter = ThreadCount.class,
      description = "How many pictures are worked on at a time; all cores if not given.")
  private int threads;

  @Override
  public Integer call() {
    if (colour == (config != null)) {
      throw usage(
          colour
              ? "both --config and --colour are given"
              : "neither --config nor --colour is given",
          "give --config FILE to look for mistakes in it, or --colour to measure the way to NV12");
    }
    return config != null ? diagnose(config) : colours();
  }

  private int diagnose(Path file) {
    if (model != null || preprocess != null) {
      throw usage(
          "--model and --preprocess go with --colour", "the configuration says both already");
    }
    return new ConfigDoctor(global.console(), file, Optional.ofNullable(fix))
        .run(Optional.ofNullable(data), Optional.ofNullable(labels), limit, workers(), strict);
  }

  private int colours() {
    if (data == null) {
      throw usage("--data is missing", "name a folder of pictures");
    }
    if (labels != null || fix != null || strict) {
      throw usage("--labels, --fix and --strict go with --config", "give a configuration");
    }
    if (model != null && preprocess == null) {
      throw usage(
          "a model is given, and nothing says how pictures become its input",
          "give the transformers with --preprocess FILE");
    }
    Console console = global.console();
    ConsoleProgress progress = new ConsoleProgress(console);
    ColourReport report =
        ColourDoctor.measure(
            new ColourDoctor.Request(
                Optional.ofNullable(model),
                data,
                Optional.ofNullable(preprocess)
                    .map(PreprocessFile::read)
                    .orElseGet(() -> new Preprocess(ReadMode.OPENCV, List.of())),
                limit > 0 ? limit : Integer.MAX_VALUE,
                workers()),
            progress);
    progress.finish();
    console.show(report.pixels());
    report.output().ifPresent(console::show);
    console.findings(report.findings());
    console.result(report.record());
    return ExitStatus.OK;
  }

  private int workers() {
    return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
  }

  private static BadConfigurationException usage(String message, String remedy) {
    return new BadConfigurationException("usage", "plumb doctor", message, remedy);
  }
}
