package io.plumbline.pipeline;

import io.plumbline.graph.input.InputPreparation;
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

  public ModelInterface {
    shapes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shapes));
    pictures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(pictures));
    outputNodes = List.copyOf(outputNodes);
  }

  public ModelInterface withShapes(SequencedMap<String, Shape> other) {
    return new ModelInterface(other, pictures, outputNodes);
  }
}
