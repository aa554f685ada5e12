package io.plumbline.pipeline.debug.cause;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The optimised float model that a calibrated one was made from.
 *
 * @param numbers constants that differ from those of the calibrated one, by name; none of steps
 *     whose channels were scaled by powers of two, for values in between are others there
 */
record Reference(Map<String, Tensor> numbers) {
  Reference {
    numbers = Map.copyOf(numbers);
  }

  /** What lies beside a calibrated model; without it that is its own reference. */
  static Reference of(DebugModel model) {
    Map<String, Tensor> numbers = new LinkedHashMap<>();
    Graph real = model.graph().real();
    model
        .beside(Artifact.OPTIMIZED_FLOAT)
        .map(DebugModel::parse)
        .ifPresent(
            other ->
                real.constants()
                    .forEach(
                        (name, own) ->
                            other
                                .constant(name)
                                .filter(tensor -> isOther(own, tensor))
                                .ifPresent(tensor -> numbers.put(name, tensor))));
    for (RoundedStep step : model.graph().steps()) {
      Set<String> read = reads(step, real);
      boolean scaled =
          read.stream()
              .filter(numbers::containsKey)
              .anyMatch(
                  name ->
                      isScaled(
                          real.constant(name).orElseThrow(),
                          Objects.requireNonNull(numbers.get(name))));
      if (scaled) {
        numbers.keySet().removeAll(read);
      }
    }
    return new Reference(numbers);
  }

  private static Set<String> reads(RoundedStep step, Graph graph) {
    return step.nodes().stream()
        .flatMap(name -> graph.node(name).reads().stream())
        .collect(Collectors.toSet());
  }

  private static boolean isOther(Tensor own, Tensor other) {
    return own.dtype().isFloat()
        && own.dtype() == other.dtype()
        && own.shape().equals(other.shape())
        && !own.sameAs(other);
  }

  /** Whether all elements that differ are times powers of two. */
  private static boolean isScaled(Tensor own, Tensor other) {
    float[] ours = own.toFloats();
    float[] theirs = other.toFloats();
    for (int i = 0; i < ours.length; i++) {
      if (ours[i] != theirs[i]) {
        float ratio = ours[i] / theirs[i];
        boolean power =
            Float.isFinite(ratio) && ratio > 0 && ratio == Math.scalb(1f, Math.getExponent(ratio));
        if (!power) {
          return false;
        }
      }
    }
    return true;
  }

  /** The numbers of the float model where one step has its own. */
  Map<String, Tensor> without(RoundedStep step, Graph graph) {
    Map<String, Tensor> others = new LinkedHashMap<>(numbers);
    others.keySet().removeAll(reads(step, graph));
    return others;
  }

  /** The numbers of the float model for one step. */
  Map<String, Tensor> of(RoundedStep step, Graph graph) {
    Map<String, Tensor> own = new LinkedHashMap<>(numbers);
    own.keySet().retainAll(reads(step, graph));
    return own;
  }
}
