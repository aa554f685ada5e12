package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.report.html.RunPage;
import io.plumbline.tensor.file.WritableFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether what a command finds is written as a page as well. */
final class ReportOption {
  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Folder for a JSON file and a page named as the command: all that is found, with charts."
              + " 'plumb report DIR' shows it beside a compilation.")
  private @Nullable Path folder;

  /** Makes the folder, before the work begins. */
  void prepare() {
    if (folder != null) {
      WritableFolder.make(folder, "the folder of the report", "choose another with --report");
    }
  }

  /** Writes the page if it is wanted; returns what the command says to machines. */
  Map<String, Object> record(Console console, RunPage page) {
    Map<String, Object> record = new LinkedHashMap<>(page.record());
    if (folder != null) {
      List<Path> files = page.write(folder);
      files.forEach(file -> console.say("wrote " + file));
      record.put("files", files.stream().map(Path::toString).toList());
    }
    return record;
  }
}
