package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.horizon.ConfigTemplate;
import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.file.Overwriting;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Override
  public Integer call() {
    Console console = global.console();
    if (Files.exists(output) && !force) {
      throw new BadConfigurationException(
          "init.exists",
          output.toString(),
          "the file exists already",
          "choose another name with --output, or overwrite it with --force");
    }
    ModelFiles files = ModelFiles.of(model, prototxt);
    Overwriting.refuse(
        Stream.concat(Stream.of(model), files.prototxt().stream()).toList(), List.of(output));
    AtomicFile.write(output, ConfigTemplate.of(ModelFormats.read(files).graph(), files, output));
    console.say("wrote " + output);
    console.result(Map.of("config", output.toString()));
    return ExitStatus.OK;
  }
}
