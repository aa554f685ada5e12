package io.plumbline.pipeline;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The inputs of a model as it was trained, whatever a device hands over. */
public final class ModelInputs {
  /** Nothing is known. */
  public static final SequencedMap<String, Shape> NONE =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

  private ModelInputs() {}

  /**
   * Shapes by name, in the model's order.
   *
   * @throws io.plumbline.tensor.PlumblineException when the model cannot be read
   */
  public static SequencedMap<String, Shape> shapes(CompileRequest request) {
    ModelInterface own =
        new ModelInterface(request.ports().shapes(), new LinkedHashMap<>(), List.of());
    Graph graph = Preparation.parse(request.files(), own).graph();
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    Preparation.inputs(graph).forEach(port -> shapes.put(port.name(), Shape.of(port.dims())));
    return shapes;
  }
}
