package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.report.html.RunFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code plumb report}: the pages of a folder, made again from its JSON files. */
@Command(
    name = "report",
    description =
        "Makes the HTML reports of a working folder again, with all that other commands left"
            + " there.")
public final class ReportCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @Parameters(paramLabel = "DIR", description = "A folder with the JSON files of runs.")
  private Path folder;

  @Override
  public Integer call() {
    Console console = global.console();
    List<Path> written = RunFolder.write(folder);
    written.forEach(file -> console.say("wrote " + file));
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("reports", written.stream().map(Path::toString).toList());
    console.result(record);
    return ExitStatus.OK;
  }
}
