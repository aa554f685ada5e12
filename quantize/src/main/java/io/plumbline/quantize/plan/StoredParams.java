package io.plumbline.quantize.plan;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.ScatterElements;
import io.plumbline.graph.op.ScatterND;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Where;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The parameters of the integers that a program stores for each value: the planned ones, those of
 * weights with one scale, and those that a moved value carries along although the plan does not
 * mention it.
 */
final class StoredParams {
  /** Pixel − 128: the integers are the numbers. */
  static final QuantParams PICTURE = QuantParams.perTensor(DType.INT8, 1, 0);

  private final Map<String, QuantParams> planned;
  private final Map<String, QuantParams> weights;
  private final SequencedMap<String, QuantParams> carried = new LinkedHashMap<>();

  /**
   * @param planned of activations
   * @param weights of constants that products read
   * @param pictures inputs of an intermediate type
   */
  StoredParams(
      Map<String, QuantParams> planned,
      Map<String, QuantParams> weights,
      Iterable<String> pictures) {
    this.planned = planned;
    this.weights = weights;
    for (String picture : pictures) {
      if (!planned.containsKey(picture)) {
        carried.put(picture, PICTURE);
      }
    }
  }

  /** Empty where the program stores float32, or no real number. */
  Optional<QuantParams> of(String value) {
    return Optional.ofNullable(planned.get(value))
        .or(() -> Optional.ofNullable(weights.get(value)).filter(QuantParams::isPerTensor))
        .or(() -> Optional.ofNullable(carried.get(value)));
  }

  boolean isPlanned(String value) {
    return planned.containsKey(value);
  }

  /** What is stored of a moved value although the plan does not mention it. */
  SequencedMap<String, QuantParams> carried() {
    return Collections.unmodifiableSequencedMap(carried);
  }

  /** Lets the results of a move carry the parameters that all it moves agree on. */
  void move(Node node) {
    List<String> sources = moved(node);
    Optional<QuantParams> first = sources.isEmpty() ? Optional.empty() : of(sources.getFirst());
    if (first.isEmpty() || !sources.stream().allMatch(source -> of(source).equals(first))) {
      return;
    }
    List<String> results =
        node.op() instanceof TopK ? List.of(node.outputs().getFirst()) : node.outputs();
    for (String result : results) {
      if (!result.equals(Node.ABSENT) && !planned.containsKey(result)) {
        carried.put(result, first.get());
      }
    }
  }

  /** The inputs whose elements a move takes; none where it adds numbers of its own. */
  private static List<String> moved(Node node) {
    return switch (node.op()) {
      case Concat _ -> node.inputs();
      case Where _ -> List.of(node.input(1), node.input(2));
      case ScatterElements _, ScatterND _ -> List.of(node.input(0), node.input(2));
      case Pad pad when pad.value() != 0 -> List.of();
      default -> List.of(node.input(0));
    };
  }
}
