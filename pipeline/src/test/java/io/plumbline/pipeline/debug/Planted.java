package io.plumbline.pipeline.debug;

import io.plumbline.graph.Graph;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.debug.Cause;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * A mistake that is put into a calibrated graph.
 *
 * @param kind what
 * @param name a value, or a constant
 */
record Planted(Kind kind, String name) {
  /** Of which cause the mistake is. */
  enum Kind {
    SCALE_TIMES_FOUR(Cause.ROUNDING),
    THRESHOLD_HALVED(Cause.CLIPPING),
    BIAS_ZEROED(Cause.BIAS),
    CHANNEL_TIMES_FIFTY(Cause.WEIGHT_SPREAD);

    private final Cause cause;

    Kind(Cause cause) {
      this.cause = cause;
    }

    Cause cause() {
      return cause;
    }
  }

  Graph in(Graph calibrated) {
    return switch (kind) {
      case SCALE_TIMES_FOUR -> scaled(calibrated, name + "_scale", 0, Integer.MAX_VALUE, 4);
      case THRESHOLD_HALVED -> scaled(calibrated, name + "_scale", 0, Integer.MAX_VALUE, 0.5f);
      case BIAS_ZEROED -> scaled(calibrated, name, 0, Integer.MAX_VALUE, 0);
      case CHANNEL_TIMES_FIFTY -> {
        Tensor weights = Objects.requireNonNull(calibrated.constants().get(name));
        int channel = Math.toIntExact(weights.elements() / weights.shape().dim(0));
        yield scaled(calibrated, name, 3 * channel, 4 * channel, 50);
      }
    };
  }

  private static Graph scaled(Graph graph, String constant, int from, int to, float factor) {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    Tensor tensor = Objects.requireNonNull(constants.get(constant), constant);
    float[] numbers = tensor.toFloats();
    for (int i = from; i < Math.min(to, numbers.length); i++) {
      numbers[i] *= factor;
    }
    constants.put(constant, Tensor.of(tensor.shape(), numbers));
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        graph.nodes(),
        constants,
        graph.types());
  }
}
