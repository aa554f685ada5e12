package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.ScatterElements;
import io.plumbline.graph.op.ScatterND;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Where;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The parameters of the integers that a program stores for each value: the planned ones, those of
 * weights with one scale, and those that a moved value carries along although the plan does not
 * mention it.
 */
final class StoredParams {
  /** Pixel − 128: the integers are the numbers. */
  static final QuantParams PICTURE = QuantParams.perTensor(DType.INT8, 1, 0);

  private final Graph graph;
  private final Map<String, QuantParams> planned = new HashMap<>();
  private final Map<Use, QuantParams> reads = new HashMap<>();
  private final Set<String> readQuantized = new HashSet<>();
  private final Map<String, QuantParams> weights;
  private final SequencedMap<String, QuantParams> carried = new LinkedHashMap<>();

  /**
   * @param tensors of activations
   * @param weights of constants that products multiply by; other readers get real numbers
   * @param pictures inputs of an intermediate type
   */
  StoredParams(
      Graph graph,
      PlannedTensors tensors,
      Map<String, QuantParams> weights,
      Iterable<String> pictures) {
    this.graph = graph;
    tensors.activations().forEach((value, plan) -> planned.put(value, plan.params()));
    tensors.reads().forEach((use, plan) -> reads.put(use, plan.params()));
    tensors.reads().values().forEach(plan -> readQuantized.add(plan.tensor()));
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
        .or(() -> Optional.ofNullable(carried.get(value)));
  }

  /** Of the integers that a node reads of a value; empty where it reads something else. */
  Optional<QuantParams> read(Node node, String value) {
    return own(node, value).or(() -> weights(node, value)).or(() -> of(value));
  }

  /** Likewise of an activation. */
  Optional<QuantParams> activation(Node node, String value) {
    return own(node, value).or(() -> of(value));
  }

  /** Of a value that a node reads otherwise than its producer writes it. */
  private Optional<QuantParams> own(Node node, String value) {
    for (int input = 0; input < node.inputs().size(); input++) {
      QuantParams own = reads.get(new Use(node.name(), input));
      if (own != null && node.input(input).equals(value)) {
        return Optional.of(own);
      }
    }
    return Optional.empty();
  }

  /** Whether a node multiplies by integers of 16 bits that are constant. */
  boolean hasWideWeights(Node node) {
    return WeightOperand.positions(node, graph).stream()
        .flatMap(input -> Optional.ofNullable(weights.get(node.input(input))).stream())
        .anyMatch(params -> params.dtype().bytes() > 1);
  }

  /** Of weights with one scale that a node multiplies by. */
  private Optional<QuantParams> weights(Node node, String value) {
    return Optional.ofNullable(weights.get(value))
        .filter(QuantParams::isPerTensor)
        .filter(
            _ ->
                WeightOperand.positions(node, graph).stream()
                    .anyMatch(input -> node.input(input).equals(value)));
  }

  /** Whether the plan says that a producer writes the integers of a value. */
  boolean isWritten(String value) {
    return planned.containsKey(value);
  }

  /** Whether nodes read integers of a value whose producer writes float32. */
  boolean isReadQuantized(String value) {
    return readQuantized.contains(value);
  }

  /** Whether the plan says that a node reads integers of activations. */
  boolean readsPlanned(Node node) {
    return node.inputs().stream().anyMatch(planned::containsKey)
        || IntStream.range(0, node.inputs().size())
            .anyMatch(input -> reads.containsKey(new Use(node.name(), input)));
  }

  /** What is stored of a moved value although the plan does not mention it. */
  SequencedMap<String, QuantParams> carried() {
    return Collections.unmodifiableSequencedMap(carried);
  }

  /** Lets the results of a move carry the parameters that all it moves agree on. */
  void move(Node node) {
    List<String> sources = moved(node);
    Optional<QuantParams> first =
        sources.isEmpty() ? Optional.empty() : read(node, sources.getFirst());
    if (first.isEmpty() || !sources.stream().allMatch(source -> read(node, source).equals(first))) {
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
