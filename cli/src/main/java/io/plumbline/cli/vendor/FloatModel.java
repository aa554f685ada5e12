package io.plumbline.cli.vendor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say which float model is meant. */
final class FloatModel {
  @Option(
      names = {"-m", "--model"},
      description = "The model, .onnx or .caffemodel.")
  private @Nullable Path model;

  @Option(names = "--proto", description = "The prototxt of a .caffemodel.")
  private @Nullable Path prototxt;

  @Option(names = "--march", description = "The architecture.")
  private @Nullable String march;

  @Option(
      names = {"-i", "--input-shape"},
      arity = "2",
      paramLabel = "NAME SHAPE",
      hideParamSyntax = true,
      description = "Shape of a dynamic input, such as: data 1x3x224x224. Repeatable.")
  private List<String> shapes = List.of();

  @Nullable Path model() {
    return model;
  }

  @Nullable Path prototxt() {
    return prototxt;
  }

  @Nullable String march() {
    return march;
  }

  /** Names and shapes in turn. */
  List<String> shapes() {
    return shapes;
  }

  /** The model, with an architecture beside it. */
  Path require(Applet applet, String option) {
    if (model == null) {
      throw applet.usage("--model is missing", "name the model");
    }
    if (march == null) {
      throw applet.usage(
          "%s is missing".formatted(option), "name the architecture, such as nash-e");
    }
    return model;
  }

  /** The same in this program's words. */
  List<String> words(Path file) {
    List<String> words = new ArrayList<>(List.of("-m", file.toString()));
    if (prototxt != null) {
      words.addAll(List.of("--proto", prototxt.toString()));
    }
    words.addAll(shapeWords());
    if (march != null) {
      words.addAll(List.of("--march", march));
    }
    return words;
  }

  /** The shapes in this program's words. */
  List<String> shapeWords() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i + 1 < shapes.size(); i += 2) {
      words.addAll(List.of("-i", shapes.get(i), shapes.get(i + 1)));
    }
    return words;
  }
}
