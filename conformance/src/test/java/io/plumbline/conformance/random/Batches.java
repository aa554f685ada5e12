package io.plumbline.conformance.random;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.request.Deployment;
import io.plumbline.pipeline.stage.DeployStage;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.InternalException;
import java.util.List;
import java.util.Optional;

/** Graphs of one sample, deployed for several, with ends and without. */
final class Batches {
  private static final int BATCH = 3;

  /** What goes at the ends of the program. */
  private static final List<String> ENDS =
      List.of("Quantize", "Dequantize", "Transpose", "Cast", "Reshape", "Softmax");

  private Batches() {}

  static Optional<String> violation(Subject subject) {
    if (!isOfOneSample(subject.optimised())) {
      return Optional.empty();
    }
    Deployment deployment = new Deployment(BATCH, List.of(), ENDS, List.of(), false, false);
    try {
      DeployStage.of(subject.optimised(), subject.plan(), subject.target(), deployment)
          .requireSameResults(BATCH, subject.source(), 1);
      return Optional.empty();
    } catch (BadConfigurationException e) {
      return e.code().equals("config.batch-fixed") ? Optional.empty() : Optional.of(e.toString());
    } catch (InternalException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isOfOneSample(Graph graph) {
    return graph.inputs().stream()
        .map(input -> graph.tensorType(input).orElseThrow().shape())
        .allMatch(shape -> shape.rank() > 0 && shape.dim(0) == 1);
  }
}
