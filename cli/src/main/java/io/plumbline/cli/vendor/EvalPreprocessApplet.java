package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hb_eval_preprocess}: pictures as a model wants them. */
@Command(
    name = "hb_eval_preprocess",
    description = "Horizon's preparation of evaluation pictures, done by 'plumb prepare'.")
final class EvalPreprocessApplet extends Applet {
  @Option(
      names = {"-m", "--model_name"},
      required = true,
      paramLabel = "FILE",
      description = "A preprocess file; the names of Horizon's sample models are refused.")
  private String model;

  @Option(
      names = {"-i", "--image_dir"},
      required = true,
      description = "The folder of pictures.")
  private Path pictures;

  @Option(
      names = {"-o", "--output_dir"},
      defaultValue = "affected",
      description = "The folder to write to (default: ${DEFAULT-VALUE}).")
  private Path output;

  EvalPreprocessApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.refused(
            "every picture of the folder is prepared, under its own name", "-v", "--val_txt"));
  }

  @Override
  int work(Console console) {
    if (!Files.isRegularFile(Path.of(model))) {
      throw refused(
          "-m",
          "nothing is known of a model called '%s'; name a preprocess file, as 'plumb init' writes"
              .formatted(model));
    }
    return run(
        console,
        List.of(
            "prepare",
            pictures.toString(),
            "--preprocess",
            model,
            "--format",
            "raw",
            "-o",
            output.toString()));
  }
}
