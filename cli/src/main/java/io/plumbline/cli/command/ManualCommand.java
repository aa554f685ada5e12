package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.Count;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumb manual}: what every command says of itself, as pages for {@code man}. */
@Command(
    name = "manual",
    description = "Writes a manual page of every command: plumb manual man; man -M man plumb.")
public final class ManualCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      description = "Where the folder man1 with the pages is made; what lies there is replaced.")
  private Path folder;

  @Override
  public Integer call() {
    Console console = global.console();
    List<String> written = new ArrayList<>();
    for (ManualPage page : ManualPage.all(spec.root().commandLine())) {
      Path file = folder.resolve("man1").resolve(page.name() + ".1");
      AtomicFile.write(file, page.text());
      written.add(file.toString());
    }
    console.say("wrote %s below %s".formatted(Count.of(written.size(), "page"), folder));
    console.result(Map.of("pages", written));
    return ExitStatus.OK;
  }
}
