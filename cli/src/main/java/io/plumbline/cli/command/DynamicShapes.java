package io.plumbline.cli.command;

import io.plumbline.cli.console.Question;
import io.plumbline.data.sample.DataArchive;
import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Shapes of inputs of which more than the batch is open: as they are given, else those of the
 * samples, else those that are answered.
 *
 * @param folders of samples, one for each input, or none
 */
public record DynamicShapes(Graph graph, List<Path> folders, Question question) {
  public DynamicShapes {
    folders = List.copyOf(folders);
  }

  /**
   * All shapes that the model does not say.
   *
   * @throws BadConfigurationException where one stays unknown, or does not fit
   */
  public SequencedMap<String, Shape> complete(SequencedMap<String, Shape> given) {
    given.keySet().stream()
        .filter(name -> !graph.inputs().contains(name))
        .findFirst()
        .ifPresent(this::refuse);
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>(given);
    for (String input : graph.inputs()) {
      Optional<TensorType> type = graph.tensorType(input);
      if (type.isPresent() && given.containsKey(input)) {
        require(input, type.get(), given.get(input));
      } else if (type.isPresent() && isOpen(type.get())) {
        shapes.put(input, shape(input, type.get()));
      }
    }
    return shapes;
  }

  private void refuse(String name) {
    throw new BadConfigurationException(
        "init.shape",
        name,
        "the model has no input of this name, a shape was given for",
        "name one of " + String.join(", ", graph.inputs()));
  }

  /** A batch that is open is 1. */
  private static boolean isOpen(TensorType type) {
    return type.dims().stream().skip(1).anyMatch(dim -> !(dim instanceof Dim.Fixed));
  }

  /** Compiled models have no extent of 0, and none that no memory holds. */
  private static boolean fits(TensorType type, Shape shape) {
    boolean fits = type.rank() == shape.rank();
    for (long extent : shape.toArray()) {
      fits &= extent >= 1 && extent <= Integer.MAX_VALUE;
    }
    for (int axis = 0; fits && axis < type.rank(); axis++) {
      fits = !(type.dims().get(axis) instanceof Dim.Fixed(long n)) || n == shape.dim(axis);
    }
    return fits;
  }

  private static void require(String input, TensorType type, Shape shape) {
    if (!fits(type, shape)) {
      throw new BadConfigurationException(
          "init.shape",
          input,
          "the input is %s, the given shape %s".formatted(type.extents(), shape),
          "give a shape that fits: -i NAME SHAPE");
    }
  }

  private Shape shape(String input, TensorType type) {
    return ofSamples(input)
        .filter(found -> fits(type, found))
        .or(() -> answered(input, type))
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "init.dynamic-shape",
                    input,
                    "the model leaves the shape of this input open: " + type.extents(),
                    "say it with -i NAME SHAPE, such as -i %s %s; or name folders of .npy samples"
                            .formatted(input, example(type))
                        + " with --cal-data-dir"));
  }

  /** Of the first array in the input's folder. */
  private Optional<Shape> ofSamples(String input) {
    int index = graph.inputs().indexOf(input);
    if (index >= folders.size()) {
      return Optional.empty();
    }
    Path folder = folders.get(index);
    try (Stream<Path> files =
        DataArchive.isSingleFile(folder)
            ? Stream.of(folder)
            : Files.list(DataArchive.folder(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".npy"))
          .sorted()
          .findFirst()
          .map(file -> NpyFile.read(file).shape());
    } catch (IOException e) {
      throw new BadDataException(
          "data.folder", folder.toString(), ReadFailure.ofFolder(folder), "check the path", e);
    }
  }

  /** Asked again as long as the answer does not fit. */
  private Optional<Shape> answered(String input, TensorType type) {
    String why = "";
    while (true) {
      Optional<String> answer =
          question.ask(
              "%sthe shape of '%s' (%s), such as %s: "
                  .formatted(why, input, type.extents(), example(type)));
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      Optional<Shape> shape = parsed(answer.get()).filter(found -> fits(type, found));
      if (shape.isPresent()) {
        return shape;
      }
      why = "this does not fit; ";
    }
  }

  private static Optional<Shape> parsed(String text) {
    try {
      return Optional.of(Shape.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** With the sides of a common picture where there are four axes. */
  private static String example(TensorType type) {
    StringBuilder example = new StringBuilder();
    for (int axis = 0; axis < type.rank(); axis++) {
      long open = axis == 0 ? 1 : type.rank() == 4 ? 224 : 128;
      example
          .append(axis == 0 ? "" : "x")
          .append(type.dims().get(axis) instanceof Dim.Fixed(long n) ? n : open);
    }
    return example.toString();
  }
}
