package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.cli.console.Question;
import io.plumbline.config.Configurations;
import io.plumbline.config.horizon.ConfigDraft;
import io.plumbline.config.horizon.March;
import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.DataCheck;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.file.Overwriting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb init}: a commented configuration for a model. */
@Command(name = "init", description = "Writes a commented configuration for a model.")
public final class InitCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @Option(
      names = {"-m", "--model"},
      required = true,
      description = "An .onnx model, or a .caffemodel with --proto.")
  private Path model;

  @Option(names = "--proto", description = "The prototxt of a .caffemodel.")
  private @Nullable Path prototxt;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "plumb.yaml",
      description = "The file to write (default: ${DEFAULT-VALUE}).")
  private Path output;

  @Option(names = "--force", description = "Overwrite an existing file.")
  private boolean force;

  @Option(
      names = "--cal-data-dir",
      paramLabel = "FOLDER[;FOLDER…]",
      hideParamSyntax = true,
      split = ";",
      description =
          "Folders of calibration samples, one for each input, separated by ';'. They are looked"
              + " at, and named in the configuration.")
  private List<Path> folders = List.of();

  @Option(
      names = {"--target", "--march"},
      paramLabel = "TARGET",
      defaultValue = "generic-int8",
      description =
          "The target, a name or a YAML file, that the configuration names (default:"
              + " ${DEFAULT-VALUE}).")
  private String target;

  @Mixin private ShapeOption shapes;

  @Override
  public Integer call() {
    Console console = global.console();
    List<Finding> findings = new ArrayList<>();
    March.target(target, Path.of(""), "--target (--march)", findings);
    console.findings(findings);
    ModelFiles files = ModelFiles.of(model, prototxt);
    Path preprocess = ConfigDraft.preprocessOf(output);
    requireLasting(files.model());
    files.prototxt().ifPresent(InitCommand::requireLasting);
    requireFree(output);
    Overwriting.refuse(
        Stream.concat(Stream.of(model), files.prototxt().stream()).toList(),
        List.of(output, preprocess));
    Graph graph = ModelFormats.read(files).graph();
    Question question = global.json() ? Question.OF_NOBODY : Question.ofProcess();
    ConfigDraft draft =
        ConfigDraft.of(
            new ConfigDraft.Request(
                graph,
                files,
                output,
                new DynamicShapes(graph, folders, question).complete(shapes.shapes()),
                folders,
                target));
    draft.preprocess().ifPresent(_ -> requireFree(preprocess));
    DraftFiles written = DraftFiles.write(draft, output);
    Map<String, Object> record = new LinkedHashMap<>();
    written.tell(record);
    record.put("guesses", draft.guesses());
    if (!folders.isEmpty()) {
      Optional<BadDataException> failure = look(console, written, record);
      if (failure.isPresent()) {
        console.error(failure.get(), record);
        return ExitStatus.of(failure.get());
      }
    }
    written.tell(console);
    draft.guesses().forEach(guess -> console.say("guessed: " + guess));
    next(console, graph, written);
    console.result(record);
    return ExitStatus.OK;
  }

  /** A name that only this process knows the file by cannot stand in a configuration. */
  private static void requireLasting(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    if (whole.startsWith("/dev") || whole.startsWith("/proc")) {
      throw new BadConfigurationException(
          "init.passing-file",
          file.toString(),
          "this names a file while it is read, and a configuration names it for later",
          "write the model to a file and name that");
    }
  }

  private void requireFree(Path file) {
    if (Files.isDirectory(file)) {
      throw new BadConfigurationException(
          "init.exists",
          file.toString(),
          "this is a folder, and a configuration is a file",
          "name a file in it, such as --output " + file.resolve("plumb.yaml"));
    }
    if (Files.exists(file) && !force) {
      throw new BadConfigurationException(
          "init.exists",
          file.toString(),
          "the file exists already",
          "choose another name with --output, or overwrite it with --force");
    }
  }

  private void next(Console console, Graph graph, DraftFiles written) {
    if (folders.isEmpty()) {
      console.say(
          "next: put samples into %s that it names as cal_data_dir, then"
              .formatted(graph.inputs().size() == 1 ? "the folder" : "the folders"));
    } else {
      console.say("next");
      if (written.preprocess().isPresent()) {
        console.say("    plumb doctor -c " + output);
      }
    }
    console.say("    plumb compile -c " + output);
  }

  /**
   * What the samples are, as the written configuration reads them; where they cannot be used,
   * nothing stays written.
   */
  private Optional<BadDataException> look(
      Console console, DraftFiles written, Map<String, Object> record) {
    try {
      Optional<BadDataException> failure = inspect(console, record);
      failure.ifPresent(_ -> takeBack(console, written, record));
      return failure;
    } catch (PlumblineException e) {
      takeBack(console, written, record);
      throw e;
    }
  }

  private static void takeBack(Console console, DraftFiles written, Map<String, Object> record) {
    written.takeBack(record);
    console.note("no configuration was written: without --cal-data-dir no samples are looked at");
  }

  private Optional<BadDataException> inspect(Console console, Map<String, Object> record) {
    CompileRequest request = Configurations.read(output).translate().request();
    ConsoleProgress progress = new ConsoleProgress(console);
    DataCheck check = DataCheck.of(request, progress);
    progress.finish();
    console.findings(check.findings());
    console.show(check.table());
    record.putAll(check.record());
    return check.failure();
  }
}
