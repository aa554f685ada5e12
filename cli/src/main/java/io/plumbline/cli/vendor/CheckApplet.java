package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hb_mapper checker}: says for every node where it runs. */
@Command(
    name = "checker",
    description = "Horizon's check of a model (X3, J5, X5), done by 'plumb check'.")
final class CheckApplet extends Applet {
  static final String TABLE = "The converted model node information:";

  @Mixin private final FloatModel model = new FloatModel();

  @Option(
      names = "--model-type",
      required = true,
      description = "caffe or onnx; must be what --model is.")
  private String type;

  CheckApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(ForeignFlag.told("the log is all that is written", "--output"));
  }

  @Override
  int work(Console console) {
    Path file = model.require(this, "--march");
    requireType(this, type, file);
    return LogFile.of(
        "hb_mapper_checker.log",
        () -> {
          console().say(TABLE);
          return run(console(), words(file));
        });
  }

  /** A console of the streams as they are now. */
  private static Console console() {
    return Console.ofProcess(false, false);
  }

  private List<String> words(Path file) {
    List<String> words = new ArrayList<>(List.of("check"));
    words.addAll(model.words(file));
    return words;
  }

  /** Refuses a model of another kind than was said. */
  static void requireType(Applet applet, @Nullable String type, Path model) {
    if (type == null) {
      return;
    }
    boolean caffe = model.toString().toLowerCase(Locale.ROOT).endsWith(".caffemodel");
    if (!type.equals(caffe ? "caffe" : "onnx")) {
      throw applet.usage(
          "%s is %s, and the model is %s".formatted(applet.typed("--model-type"), type, model),
          "say " + (caffe ? "caffe" : "onnx"));
    }
  }
}
