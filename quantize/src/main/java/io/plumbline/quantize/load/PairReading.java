package io.plumbline.quantize.load;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Identity;
import io.plumbline.quantize.load.CalibrationNode.Kind;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Takes the pairs out of a fake-quantized graph and remembers where they stood. */
final class PairReading {
  private final Graph annotated;
  private final SequencedMap<String, Tensor> constants;
  private final SequencedMap<String, ValueType> types;
  private final Map<String, String> renamed = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private final SequencedMap<String, RoundedPlace> places = new LinkedHashMap<>();

  /** By the DequantizeLinear in whose place it stands. */
  private final Map<String, Node> forwards = new HashMap<>();

  PairReading(Graph annotated) {
    this.annotated = annotated;
    this.constants = new LinkedHashMap<>(annotated.constants());
    this.types = new LinkedHashMap<>(annotated.types());
    annotated.nodes().forEach(this::read);
  }

  /** By the name of the QuantizeLinear, in the order of the graph. */
  SequencedMap<String, RoundedPlace> places() {
    return places;
  }

  Graph real() {
    List<Node> nodes = new ArrayList<>();
    for (Node node : annotated.nodes()) {
      Node forward = forwards.get(node.name());
      if (forward != null) {
        nodes.add(forward.withInputs(named(forward.inputs())));
      } else if (!gone.contains(node.name())) {
        nodes.add(node.withInputs(named(node.inputs())).withOutputs(named(node.outputs())));
      }
    }
    return new Graph(
        annotated.name(),
        annotated.info(),
        annotated.inputs(),
        annotated.outputs(),
        nodes,
        constants,
        types);
  }

  private List<String> named(List<String> values) {
    return values.stream().map(this::named).toList();
  }

  private String named(String value) {
    return renamed.getOrDefault(value, value);
  }

  private void read(Node node) {
    QuantizationNode read = QuantizationNode.of(node, annotated).orElse(null);
    if (read == null || read.isBlocked() || !read.hasPositiveScales()) {
      return;
    }
    if (!read.quantizes()) {
      annotated.constant(node.input(0)).ifPresent(integers -> fold(read, integers));
      return;
    }
    List<Node> readers = annotated.consumers(node.output());
    List<Node> pairs = readers.stream().filter(reader -> isPair(read, reader)).toList();
    if (!pairs.isEmpty()
        && pairs.size() == readers.size()
        && !annotated.outputs().contains(node.output())) {
      add(read, pairs);
    }
  }

  private boolean isPair(QuantizationNode quantize, Node reader) {
    return QuantizationNode.of(reader, annotated)
        .filter(other -> !other.quantizes() && other.agreesWith(quantize))
        .isPresent();
  }

  /** Weights that are integers already, and biases of 32 bits. */
  private void fold(QuantizationNode dequantize, Tensor integers) {
    String value = dequantize.node().output();
    if (!annotated.outputs().contains(value)) {
      constants.put(value, dequantize.dequantize(integers));
      gone.add(dequantize.node().name());
    }
  }

  private void add(QuantizationNode quantize, List<Node> dequantizers) {
    Node first = dequantizers.getFirst();
    String source = quantize.node().input(0);
    boolean constant = annotated.isConstant(source);
    boolean alone = annotated.onlyConsumer(source).isPresent();
    List<String> kept = dequantizers.stream().map(Node::output).filter(this::keepsName).toList();
    boolean written = alone && annotated.producer(source).isPresent() && kept.size() <= 1;
    String value =
        !kept.isEmpty()
            ? kept.getFirst()
            : written || (constant && alone) ? source : first.output();
    Optional<String> forward = Optional.empty();
    if (constant) {
      constants.putIfAbsent(value, Objects.requireNonNull(constants.get(source)));
    } else if (written) {
      renamed.put(source, value);
    } else {
      forwards.put(
          first.name(),
          new Node(first.name(), new Identity(), List.of(source), List.of(value), List.of()));
      forward = Optional.of(first.name());
    }
    gone.add(quantize.node().name());
    for (Node dequantize : dequantizers) {
      take(dequantize, value);
    }
    Optional.ofNullable(types.get(source)).ifPresent(type -> types.putIfAbsent(value, type));
    places.put(
        quantize.node().name(),
        new RoundedPlace(
            calibration(
                quantize, forward.isPresent() || constant ? named(source) : value, constant),
            value,
            forward,
            quantize,
            first));
  }

  private void take(Node dequantize, String value) {
    String output = dequantize.output();
    if (output.equals(value)) {
      gone.add(dequantize.name());
    } else if (keepsName(output)) {
      forwards.put(
          dequantize.name(),
          new Node(dequantize.name(), new Identity(), List.of(value), List.of(output), List.of()));
    } else {
      gone.add(dequantize.name());
      renamed.put(output, value);
    }
  }

  /** Whether users or inner graphs read a value by its name. */
  private boolean keepsName(String value) {
    return annotated.outputs().contains(value)
        || annotated.consumers(value).stream().anyMatch(reader -> !reader.inputs().contains(value));
  }

  private CalibrationNode calibration(QuantizationNode quantize, String tensor, boolean constant) {
    DType integers = quantize.integers(annotated);
    float[] scales = quantize.scale().toFloats();
    int rank = annotated.tensorType(quantize.node().input(0)).map(type -> type.rank()).orElse(0);
    int axis = quantize.axis() < 0 ? quantize.axis() + rank : quantize.axis();
    QuantParams params =
        quantize.isPerTensor()
            ? QuantParams.perTensor(integers, scales[0], quantize.zeroPoints()[0])
            : QuantParams.perChannel(integers, scales, quantize.zeroPoints(), axis);
    return new CalibrationNode(
        quantize.node().name(), tensor, constant ? Kind.WEIGHT : Kind.ACTIVATION, params);
  }
}
