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

/** {@code plumb doctor}: measures single suspects of a loss of accuracy. */
@Command(
    name = "doctor",
    description = "Measures what the way of pictures through a device's colours costs.")
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @SuppressWarnings("unused")
  @Option(
      names = "--colour",
      required = true,
      description = "Measure RGB to NV12 to YUV444 to RGB, on pixels and on the model's output.")
  private boolean colour;

  @Option(
      names = {"-m", "--model"},
      description = "The float model as it was trained; without one only pixels are measured.")
  private @Nullable Path model;

  @Option(names = "--data", required = true, description = "A folder of pictures.")
  private Path data;

  @Option(names = "--preprocess", description = "How pictures become the model's input.")
  private @Nullable Path preprocess;

  @Option(
      names = "--limit",
      converter = AtLeastOne.class,
      description = "Use the first N pictures only.")
  private int limit;

  @Option(
      names = "--threads",
      converter = ThreadCount.class,
      description = "How many pictures are worked on at a time; all cores if not given.")
  private int threads;

  @Override
  public Integer call() {
    if (model != null && preprocess == null) {
      throw new BadConfigurationException(
          "usage",
          "plumb doctor",
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
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors()),
            progress);
    progress.finish();
    console.show(report.pixels());
    report.output().ifPresent(console::show);
    console.findings(report.findings());
    console.result(report.record());
    return ExitStatus.OK;
  }
}
