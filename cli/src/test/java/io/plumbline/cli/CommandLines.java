package io.plumbline.cli;

import io.plumbline.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Several command lines in one process of their own, whose folder they are run in. */
final class CommandLines {
  private CommandLines() {}

  /**
   * The process: reads lines of words and writes what came of each, as JSON.
   *
   * @param args the file of the lines, and the one of what came of them
   */
  public static void main(String[] args) throws IOException {
    List<Object> runs = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      PlumbRun run = PlumbRun.of(Stream.of(line.split("\t", -1)).toList());
      runs.add(Map.of("status", run.status(), "out", run.out(), "err", run.err()));
    }
    Files.writeString(Path.of(args[1]), Json.compact(Map.of("runs", runs)));
  }

  /** Runs lines of words one after the other in a folder. */
  static List<PlumbRun> in(Path folder, List<List<String>> lines, List<String> options)
      throws IOException, InterruptedException {
    Path script = Files.createTempFile("plumb", ".lines");
    Path result = Files.createTempFile("plumb", ".json");
    try {
      Files.write(script, lines.stream().map(words -> String.join("\t", words)).toList());
      List<String> command =
          new ArrayList<>(
              List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
      command.addAll(options);
      command.addAll(List.of(CommandLines.class.getName(), script.toString(), result.toString()));
      PlumbRun process = Installation.run(new ProcessBuilder(command).directory(folder.toFile()));
      if (process.status() != 0) {
        throw new IllegalStateException(process.err());
      }
      return runs((Map<?, ?>) Json.parse(Files.readString(result)));
    } finally {
      Files.delete(script);
      Files.delete(result);
    }
  }

  private static List<PlumbRun> runs(Map<?, ?> all) {
    List<PlumbRun> runs = new ArrayList<>();
    if (all.get("runs") instanceof List<?> records) {
      for (Object record : records) {
        runs.add(run((Map<?, ?>) record));
      }
    }
    return runs;
  }

  private static PlumbRun run(Map<?, ?> record) {
    return new PlumbRun(
        record.get("status") instanceof Number status ? status.intValue() : -1,
        String.valueOf(record.get("out")),
        String.valueOf(record.get("err")));
  }
}
