package io.plumbline.pipeline.model;

import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import io.plumbline.tensor.Finding;
import java.util.List;
import java.util.Optional;

/** Compares what a file says of its outputs with what they are. */
final class DeclaredOutputs {
  private DeclaredOutputs() {}

  /**
   * One warning for each output of another element type than the file says.
   *
   * @param declared as it was read
   * @param typed the same outputs with the types they have
   */
  static List<Finding> findings(Graph declared, Graph typed) {
    return declared.outputs().stream()
        .flatMap(
            output ->
                other(declared.tensorType(output), typed.tensorType(output))
                    .map(message -> Finding.warning("shape.output-type", output, message))
                    .stream())
        .toList();
  }

  private static Optional<String> other(Optional<TensorType> declared, Optional<TensorType> found) {
    if (declared.isEmpty() || found.isEmpty() || found.get().dtype() == declared.get().dtype()) {
      return Optional.empty();
    }
    return Optional.of(
        "The file declares this output as %s, and its node makes %s, which is handed out; other"
                .formatted(declared.get().dtype().label(), found.get().dtype().label())
            + " runtimes refuse such a model: export it again.");
  }
}
