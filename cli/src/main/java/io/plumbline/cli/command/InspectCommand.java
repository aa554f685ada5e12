package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.pipeline.DataCheck;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb inspect}: what is suspicious about a configuration and its calibration samples. */
@Command(
    name = "inspect",
    description = "Looks for mistakes in a configuration and in its calibration samples.")
public final class InspectCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @Option(
      names = {"-c", "--config"},
      required = true,
      description = "A configuration; 'plumb init -m MODEL' writes one.")
  private Path config;

  @Option(names = "--strict", description = "Exit with status 1 when there are warnings.")
  private boolean strict;

  @Option(
      names = "--threads",
      converter = ThreadCount.class,
      description = "How many samples are worked on at a time; all cores if not given.")
  private int threads;

  @Override
  public Integer call() {
    Console console = global.console();
    ConfigLint lint = ConfigLint.of(console, config);
    CompileRequest settings = lint.request();
    CompileRequest request = threads > 0 ? settings.withThreads(threads) : settings;
    lint.against(request);
    ConsoleProgress progress = new ConsoleProgress(console);
    DataCheck check = DataCheck.of(request, progress);
    progress.finish();
    console.findings(check.findings());
    List<Finding> findings = new ArrayList<>(lint.findings());
    findings.addAll(check.findings());
    console.show(check.table());
    Map<String, Object> record = new LinkedHashMap<>(check.record());
    record.put("findings", FindingRecords.of(findings));
    if (check.failure().isPresent()) {
      console.error(check.failure().get(), record);
      return ExitStatus.of(check.failure().get());
    }
    console.result(record);
    return strict ? Strictness.status(findings) : ExitStatus.OK;
  }
}
