package io.plumbline.cli.command;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import picocli.CommandLine.Option;

/** The repeatable option {@code -i NAME SHAPE}. */
final class ShapeOption {
  @Option(
      names = {"-i", "--input-shape"},
      arity = "2",
      paramLabel = "NAME SHAPE",
      hideParamSyntax = true,
      description = "Shape of a dynamic input, such as: -i image 1x3x224x224. Repeatable.")
  private List<String> words = List.of();

  /** As they are typed, each with a blank before it. */
  String typed() {
    StringBuilder typed = new StringBuilder();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      typed.append(" -i ").append(words.get(i)).append(' ').append(words.get(i + 1));
    }
    return typed.toString();
  }

  SequencedMap<String, Shape> shapes() {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      if (words.get(i).isBlank()) {
        throw new BadConfigurationException(
            "shape.form",
            "-i",
            "it names no input: found '%s'".formatted(words.get(i)),
            "name the input that has the shape: -i NAME SHAPE");
      }
      try {
        shapes.put(words.get(i), Shape.parse(words.get(i + 1)));
      } catch (IllegalArgumentException e) {
        throw new BadConfigurationException(
            "shape.form",
            "-i " + words.get(i),
            "expected a shape such as 1x3x224x224, found '%s'".formatted(words.get(i + 1)),
            "correct the shape",
            e);
      }
    }
    return shapes;
  }
}
