package io.plumbline.pipeline.request;

import io.plumbline.graph.input.InputPreparation;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What goes into a model and what comes out, as far as a user decides it.
 *
 * @param shapes of dynamic inputs, by name
 * @param pictures inputs that take pictures from a device, by name; the others are fed as they are
 * @param outputNodes names of nodes whose results replace the outputs of the model; empty keeps the
 *     model's own
 */
public record ModelInterface(
    SequencedMap<String, Shape> shapes,
    SequencedMap<String, InputPreparation> pictures,
    List<String> outputNodes) {
  /** Inputs and outputs as the model has them. */
  public static final ModelInterface OWN =
      new ModelInterface(new LinkedHashMap<>(), new LinkedHashMap<>(), List.of());

  /** Stands for the name of the input of a model that has one only. */
  public static final String ONLY_INPUT = "";

  public ModelInterface {
    shapes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shapes));
    pictures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(pictures));
    outputNodes = List.copyOf(outputNodes);
  }

  /**
   * The same with {@link #ONLY_INPUT} replaced by its name.
   *
   * @param inputs of the model
   * @throws BadConfigurationException when the model has several inputs
   */
  public ModelInterface named(List<String> inputs) {
    return new ModelInterface(named(shapes, inputs), named(pictures, inputs), outputNodes);
  }

  private static <T> SequencedMap<String, T> named(
      SequencedMap<String, T> map, List<String> inputs) {
    SequencedMap<String, T> named = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (name.equals(ONLY_INPUT) && inputs.size() != 1) {
            throw new BadConfigurationException(
                "config.missing-key",
                "input_parameters",
                "'input_name' is missing; the model has the inputs " + String.join("; ", inputs),
                "add input_name, and a value for each input to the other keys");
          }
          named.put(name.equals(ONLY_INPUT) ? inputs.getFirst() : name, value);
        });
    return named;
  }

  public ModelInterface withShapes(SequencedMap<String, Shape> other) {
    return new ModelInterface(other, pictures, outputNodes);
  }
}
