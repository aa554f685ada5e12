package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.trial.Aim;
import io.plumbline.pipeline.trial.Climb;
import io.plumbline.pipeline.trial.ClimbReport;
import io.plumbline.pipeline.trial.Judges;
import io.plumbline.pipeline.trial.Ladder;
import io.plumbline.pipeline.trial.Tuning;
import io.plumbline.report.html.RunPage;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb tune}: the ladder of settings, climbed to a target. */
@Command(
    name = "tune",
    description =
        "Tries the ladder of settings that win accuracy back, from one pass over the data, until a"
            + " target is reached, and writes the best as a configuration.")
public final class TuneCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private AimOptions aim;

  @Option(
      names = {"-c", "--config"},
      required = true,
      description = "The configuration to begin with.")
  private Path config;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where the best settings go; NAME-tuned.yaml beside the configuration if not given.")
  private @Nullable Path output;

  @Option(
      names = "--data",
      paramLabel = "FOLDER[;FOLDER…]",
      hideParamSyntax = true,
      split = ";",
      description =
          "Samples to judge by that have no part in calibration, one folder for each input; without"
              + " them a quarter of the calibration samples is kept apart. With --labels whatever"
              + " 'plumb eval' takes.")
  private List<Path> data = List.of();

  @Option(names = "--labels", description = "The classes of the pictures of --data.")
  private @Nullable Path labels;

  @Option(
      names = "--limit",
      converter = AtLeastOne.class,
      description = "Judge by N samples at the most; 200 if not given.")
  private int limit;

  @Option(
      names = "--budget",
      paramLabel = "SECONDS",
      description = "How long all of it may take; 600 if not given.")
  private double seconds = 600;

  @Option(names = "--strict", description = "Exit with status 1 when the target is not reached.")
  private boolean strict;

  @Option(
      names = "--threads",
      converter = ThreadCount.class,
      description = "How many samples are worked on at a time; all cores if not given.")
  private int threads;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() {
    Aim wanted = aim.aim(labels != null);
    Console console = global.console();
    MendedFile written = MendedFile.of(config, Optional.ofNullable(output), "-tuned");
    Configuration given = Configurations.read(config);
    report.prepare();
    String text = written.source(given);
    ConsoleProgress progress = new ConsoleProgress(console);
    Climb climb =
        Ladder.climb(
            tuning -> request(given, text, written.file(), tuning),
            new Ladder.Plan(wanted, seconds, judges(), limit > 0 ? limit : 200),
            progress);
    progress.finish();
    ClimbReport climbed = new ClimbReport(climb);
    console.show(climbed.table());
    console.say(climbed.verdict());
    AtomicFile.write(written.file(), given.tuned(text, climb.best().tuning()));
    console.say("wrote " + written.file());
    Map<String, Object> record = new LinkedHashMap<>(climbed.record());
    record.put("config", written.file().toString());
    RunPage page = new RunPage("tune", "Tuning", config.toString(), record, climbed.sections());
    console.result(report.record(console, page));
    return strict && !climb.isMet() ? ExitStatus.FAILED : ExitStatus.OK;
  }

  /** What is compiled is what the written text asks for. */
  private CompileRequest request(Configuration given, String text, Path file, Tuning tuning) {
    CompileRequest request =
        Configurations.parse(given.tuned(text, tuning), file).translate().request();
    return threads > 0 ? request.withThreads(threads) : request;
  }

  private Optional<Judges> judges() {
    if (data.isEmpty()) {
      if (labels != null) {
        throw new BadConfigurationException(
            "usage", "plumb tune", "--labels goes with --data", "name the pictures with --data");
      }
      return Optional.empty();
    }
    return Optional.of(
        labels == null ? new Judges.OfFolders(data) : new Judges.Labelled(data.getFirst(), labels));
  }
}
