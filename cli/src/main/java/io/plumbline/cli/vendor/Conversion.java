package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.Configurations;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.LastStage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From a configuration to a module under the vendor's names.
 *
 * @param command what the vendor calls it, in its lines of failure
 * @param names the artefacts that scripts expect under another name, by its ending
 * @param log the vendor's name of the log, which is left in the working folder, too
 * @param options of {@code compile}
 */
record Conversion(String command, Map<Artifact, String> names, String log, List<String> options) {
  static final Conversion MAPPER =
      new Conversion(
          "makertbin", Map.of(Artifact.MODULE, ".bin"), "hb_mapper_makertbin.log", List.of());

  static final Conversion COMPILE =
      new Conversion(
          "compile",
          Map.of(
              Artifact.QUANTIZED,
              "_quantized_model.bc",
              Artifact.QUANTIZED_REMOVED,
              "_quantized_removed_model.bc",
              Artifact.MODULE,
              ".hbm"),
          "hb_compile.log",
          List.of());

  Conversion {
    names = Map.copyOf(names);
    options = List.copyOf(options);
  }

  /** The same as far as a stage, with nothing of what comes later. */
  Conversion until(LastStage last) {
    return new Conversion(command, names, log, List.of("--stop-after", last.label()));
  }

  /** Compiles what a configuration says. */
  int run(Applet applet, Path config, List<String> more) {
    return LogFile.of(log, () -> convert(applet, config, more));
  }

  private int convert(Applet applet, Path config, List<String> more) {
    Console console = Console.ofProcess(false, false);
    console.say("INFO Start Model Convert");
    List<String> words = new ArrayList<>(List.of("compile", "-c", config.toString()));
    words.addAll(more);
    words.addAll(options);
    VendorFile.clear(
        console,
        config,
        request ->
            names.keySet().stream()
                .flatMap(artifact -> Stream.of(named(request, artifact), request.file(artifact)))
                .toList());
    int status = applet.run(console, words);
    if (status != ExitStatus.OK && status != ExitStatus.FAILED) {
      return failed(console, status);
    }
    CompileRequest request = Configurations.read(config).translate().request();
    for (Artifact artifact : Artifact.values()) {
      Path file = request.file(artifact);
      if (names.containsKey(artifact) && Files.exists(file)) {
        VendorFile.copy(console, file, named(request, artifact));
      }
    }
    if (status == ExitStatus.FAILED) {
      VendorFile.copy(Path.of(log), request.folder().resolve(log));
      return failed(console, status);
    }
    if (Files.exists(request.file(Artifact.MODULE))) {
      console.say("INFO Convert to runtime bin file successfully!");
    }
    console.say("INFO End Model Convert");
    VendorFile.copy(Path.of(log), request.folder().resolve(log));
    return status;
  }

  private int failed(Console console, int status) {
    console.note("ERROR exception in command: " + command);
    return status;
  }

  private Path named(CompileRequest request, Artifact artifact) {
    return request.folder().resolve(request.prefix() + names.get(artifact));
  }
}
