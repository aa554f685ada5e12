package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.cli.console.Question;
import io.plumbline.config.Configurations;
import io.plumbline.config.horizon.ConfigDraft;
import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.DataCheck;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.file.Overwriting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  @Mixin private ShapeOption shapes;

  @Override
  public Integer call() {
    Console console = global.console();
    ModelFiles files = ModelFiles.of(model, prototxt);
    Path preprocess = ConfigDraft.preprocessOf(output);
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
                folders));
    draft.preprocess().ifPresent(_ -> requireFree(preprocess));
    AtomicFile.write(output, draft.configuration());
    console.say("wrote " + output);
    draft.preprocess().ifPresent(text -> write(console, preprocess, text));
    draft.guesses().forEach(guess -> console.say("guessed: " + guess));
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("config", output.toString());
    draft.preprocess().ifPresent(_ -> record.put("preprocess", preprocess.toString()));
    record.put("guesses", draft.guesses());
    return folders.isEmpty() ? empty(console, graph, record) : looked(console, record);
  }

  private void requireFree(Path file) {
    if (Files.exists(file) && !force) {
      throw new BadConfigurationException(
          "init.exists",
          file.toString(),
          "the file exists already",
          "choose another name with --output, or overwrite it with --force");
    }
  }

  private static void write(Console console, Path file, String text) {
    AtomicFile.write(file, text);
    console.say("wrote " + file);
  }

  private int empty(Console console, Graph graph, Map<String, Object> record) {
    console.say(
        "next: put samples into %s that it names as cal_data_dir, then"
            .formatted(graph.inputs().size() == 1 ? "the folder" : "the folders"));
    console.say("    plumb compile -c " + output);
    console.result(record);
    return ExitStatus.OK;
  }

  /** What the samples are, as the written configuration reads them. */
  private int looked(Console console, Map<String, Object> record) {
    CompileRequest request = Configurations.read(output).translate().request();
    ConsoleProgress progress = new ConsoleProgress(console);
    DataCheck check = DataCheck.of(request, progress);
    progress.finish();
    console.findings(check.findings());
    console.show(check.table());
    record.putAll(check.record());
    if (check.failure().isPresent()) {
      console.error(check.failure().get(), record);
      return ExitStatus.of(check.failure().get());
    }
    console.say("next");
    if (record.containsKey("preprocess")) {
      console.say("    plumb doctor -c " + output);
    }
    console.say("    plumb compile -c " + output);
    console.result(record);
    return ExitStatus.OK;
  }
}
