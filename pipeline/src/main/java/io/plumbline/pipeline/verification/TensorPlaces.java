package io.plumbline.pipeline.verification;

import io.plumbline.graph.ChannelMultiples;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Where a model keeps the tensors that others know by the same names, in execution order. A tensor
 * that passes through QuantizeLinear on its way to all who read it lies in the integers behind
 * that: what is read of it is what they stand for. Inputs are read as they are fed. Programs keep
 * the names of the optimised graph. Channels that a compilation scaled are divided by its factors,
 * as the model's metadata say.
 *
 * @param places what to fetch, by the tensor's name
 * @param params what fetched integers stand for, by the name they are fetched by
 * @param multiples exponents of the factors of what is fetched, for each channel along axis 1
 */
public record TensorPlaces(
    SequencedMap<String, String> places,
    Map<String, QuantParams> params,
    Map<String, List<Integer>> multiples) {
  public TensorPlaces {
    places = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(places));
    params = Map.copyOf(params);
    multiples = Map.copyOf(multiples);
  }

  private static TensorPlaces of(
      SequencedMap<String, String> places,
      Map<String, QuantParams> params,
      Map<String, List<Integer>> multiples) {
    Map<String, List<Integer>> fetched = new HashMap<>();
    multiples.forEach(
        (tensor, exponents) -> {
          String place = places.get(tensor);
          if (place != null) {
            fetched.put(place, exponents);
          }
        });
    return new TensorPlaces(places, params, fetched);
  }

  /** What to fetch for a tensor; empty where the model has no such tensor. */
  public Optional<String> place(String tensor) {
    return Optional.ofNullable(places.get(tensor));
  }

  /** What fetched integers stand for. */
  public Optional<QuantParams> paramsOf(String fetched) {
    return Optional.ofNullable(params.get(fetched));
  }

  /** The exponents of what is fetched; none where it has no factors. */
  public List<Integer> multiplesOf(String fetched) {
    return multiples.getOrDefault(fetched, List.of());
  }

  /** The values of a program that are not constant. */
  static TensorPlaces of(Program program) {
    SequencedMap<String, String> places = new LinkedHashMap<>();
    Map<String, QuantParams> params = new HashMap<>();
    for (int index = 0; index < program.values().size(); index++) {
      ProgramValue value = program.value(index);
      if (!program.constants().containsKey(index)) {
        places.put(value.name(), value.name());
        value.logicalParams().ifPresent(quant -> params.put(value.name(), quant));
      }
    }
    return of(places, params, program.multiples());
  }

  /**
   * The values of a graph.
   *
   * @param tensors that its engine can hand out
   */
  static TensorPlaces of(Graph graph, List<String> tensors) {
    SequencedMap<String, String> places = new LinkedHashMap<>();
    Map<String, QuantParams> params = new HashMap<>();
    graph.inputs().forEach(input -> places.put(input, input));
    tensors.forEach(tensor -> places.putIfAbsent(tensor, tensor));
    Set<String> known = new HashSet<>(tensors);
    for (Node node : graph.nodes()) {
      params(graph, node)
          .filter(quant -> known.contains(node.output()))
          .filter(quant -> isReadThrough(graph, node.input(0)))
          .ifPresent(
              quant -> {
                params.put(node.output(), quant);
                if (!graph.inputs().contains(node.input(0))) {
                  places.put(node.input(0), node.output());
                }
                graph.consumers(node.output()).stream()
                    .filter(reader -> isOp(reader, "DequantizeLinear"))
                    .forEach(reader -> places.put(reader.output(), node.output()));
              });
    }
    return of(places, params, ChannelMultiples.of(graph.info()));
  }

  /** Whether every reader of a value rounds it first. */
  private static boolean isReadThrough(Graph graph, String value) {
    List<Node> readers = graph.consumers(value);
    return isOp(readers.getFirst(), "QuantizeLinear")
        && readers.stream().allMatch(reader -> isOp(reader, "QuantizeLinear"))
        && !graph.outputs().contains(value);
  }

  private static boolean isOp(Node node, String type) {
    return node.op().type().equals(type);
  }

  /** The parameters of a QuantizeLinear whose scale and zero point are constants. */
  private static Optional<QuantParams> params(Graph graph, Node node) {
    if (!isOp(node, "QuantizeLinear") || graph.isConstant(node.input(0)) || !node.hasInput(2)) {
      return Optional.empty();
    }
    Optional<Tensor> scale = graph.constant(node.input(1));
    Optional<Tensor> zeroPoint = graph.constant(node.input(2));
    if (scale.isEmpty() || zeroPoint.isEmpty() || !zeroPoint.get().dtype().isQuantized()) {
      return Optional.empty();
    }
    DType dtype = zeroPoint.get().dtype();
    float[] scales = scale.get().toFloats();
    int[] zeroPoints = zeroPoint.get().toInts();
    if (scales.length == 1) {
      return Optional.of(QuantParams.perTensor(dtype, scales[0], zeroPoints[0]));
    }
    return node.op() instanceof QuantizeLinear(int axis) && axis >= 0
        ? Optional.of(QuantParams.perChannel(dtype, scales, zeroPoints, axis))
        : Optional.empty();
  }
}
