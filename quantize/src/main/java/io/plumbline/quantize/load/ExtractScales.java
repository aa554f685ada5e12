package io.plumbline.quantize.load;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.pass.RemoveDeadCode;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Takes the rounding of fake quantization out of a graph and remembers its parameters. What a pair
 * of an activation limits its numbers to stays, as a Clip that carries the pair's parameters,
 * unless the nodes before it limit them as far and nothing reads them without the pair:
 *
 * <pre>
 *   x → QuantizeLinear → DequantizeLinear → …   ⇒   x → Clip → …   and parameters of both
 *   w (int8) → DequantizeLinear → …             ⇒   w (float32) → …   and parameters of w
 *   b (int32) → DequantizeLinear → …            ⇒   b (float32) → …
 * </pre>
 *
 * The parameters of what cannot be kept (16-bit or per-channel activations, asymmetric weights) are
 * left to calibration, and a finding says so.
 */
public final class ExtractScales {
  private final Graph graph;
  private final Map<String, QuantizationNode> quantizers = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Map<String, List<Limited>> limited = new HashMap<>();
  private final SequencedMap<String, QuantParams> activations = new LinkedHashMap<>();
  private final SequencedMap<String, QuantParams> weights = new LinkedHashMap<>();
  private final Set<String> unrounded = new HashSet<>();
  private final SequencedMap<String, Tensor> constants;
  private final List<Finding> findings = new ArrayList<>();
  private final KnownRanges known = new KnownRanges();
  private final PairLimits limits;

  /** A value that is limited as the pair of a quantizer limits it. */
  private record Limited(QuantizationNode quantizer, String value) {}

  private ExtractScales(Graph graph) {
    this.graph = graph;
    this.constants = new LinkedHashMap<>(graph.constants());
    this.limits = new PairLimits(graph, constants);
  }

  /**
   * A float graph and the parameters that were in it.
   *
   * @param tookOut whether the rounding of activations was taken out of it
   */
  public record Extracted(
      Graph graph, LoadedScales scales, boolean tookOut, List<Finding> findings) {
    public Extracted {
      findings = List.copyOf(findings);
    }
  }

  /** Whether a graph has anything to extract. */
  public static boolean applies(Graph graph) {
    return graph.nodes().stream()
        .anyMatch(
            node ->
                QuantizationNode.of(node, graph).filter(found -> !found.quantizes()).isPresent());
  }

  /** The graph without fake quantization; the same graph where there is none. */
  public static Extracted apply(Graph graph) {
    return applies(graph)
        ? new ExtractScales(graph).extract()
        : new Extracted(graph, LoadedScales.NONE, false, List.of());
  }

  private Extracted extract() {
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Node current = node.withInputs(node.inputs().stream().map(this::resolved).toList());
      Optional<QuantizationNode> quantization = QuantizationNode.of(current, graph);
      if (quantization.filter(QuantizationNode::quantizes).isPresent()) {
        quantizers.put(current.output(), quantization.get());
        nodes.add(current);
      } else if (quantization.isEmpty() || !take(quantization.get(), nodes)) {
        nodes.add(current);
        known.add(current);
      }
    }
    Graph result =
        new Graph(
            graph.name(),
            graph.info(),
            graph.inputs(),
            graph.outputs(),
            nodes,
            constants,
            graph.types());
    return new Extracted(
        RemoveDeadCode.apply(result),
        new LoadedScales(activations, weights, unrounded),
        !limited.isEmpty(),
        findings);
  }

  private String resolved(String value) {
    return aliases.getOrDefault(value, value);
  }

  /** Whether a DequantizeLinear could be taken out. */
  private boolean take(QuantizationNode dequantizer, List<Node> nodes) {
    String source = dequantizer.node().input(0);
    Optional<Tensor> integers = graph.constant(source);
    if (integers.isPresent()) {
      constant(dequantizer, integers.get());
      return true;
    }
    QuantizationNode quantizer = quantizers.get(source);
    if (quantizer == null || quantizer.isBlocked() || !quantizer.agreesWith(dequantizer)) {
      return false;
    }
    if (!quantizer.hasPositiveScales()) {
      throw notPositive(quantizer);
    }
    Optional<Tensor> weight = Optional.ofNullable(constants.get(quantizer.node().input(0)));
    if (weight.isPresent()) {
      fakeQuantized(quantizer, dequantizer, weight.get());
    } else {
      activation(quantizer, dequantizer, nodes);
    }
    return true;
  }

  private BadModelException notPositive(QuantizationNode quantizer) {
    return new BadModelException(
        "model.scale",
        "%s: node '%s'".formatted(graph.name(), quantizer.node().name()),
        "its scale is %s; expected a positive finite number"
            .formatted(Arrays.toString(quantizer.scale().toFloats())),
        "export the model again; a quantizer that saw no data leaves such scales");
  }

  private void constant(QuantizationNode dequantizer, Tensor integers) {
    String name = dequantizer.node().output();
    constants.put(name, dequantizer.dequantize(integers));
    if (!dequantizer.hasPositiveScales()) {
      lost(name, "scales that are not positive (node '%s')".formatted(dequantizer.node().name()));
    } else if (dequantizer.isBlocked()) {
      lost(name, "weights with a scale for each block");
    } else if (integers.dtype() != DType.INT32) {
      weight(name, dequantizer.asInt8(integers.dtype(), integers.shape().rank()), integers.dtype());
    }
  }

  private void fakeQuantized(
      QuantizationNode quantizer, QuantizationNode dequantizer, Tensor weight) {
    String name = dequantizer.node().output();
    DType integers = quantizer.integers(graph);
    constants.put(name, quantizer.fakeQuantize(weight, integers));
    weight(name, quantizer.asInt8(integers, weight.shape().rank()), integers);
  }

  private void weight(String name, Optional<QuantParams> params, DType integers) {
    if (params.isEmpty()) {
      lost(name, "weights of " + integers.label());
    } else if (Arrays.stream(params.get().zeroPoints()).anyMatch(zero -> zero != 0)) {
      lost(name, "asymmetric weights");
    } else {
      weights.put(name, params.get());
    }
  }

  /** Lets a pair's limits stay where they limit anything; several pairs of one value share them. */
  private void activation(
      QuantizationNode quantizer, QuantizationNode dequantizer, List<Node> nodes) {
    String real = quantizer.node().input(0);
    String output = dequantizer.node().output();
    List<Limited> before = limited.computeIfAbsent(real, name -> new ArrayList<>());
    for (Limited same : before) {
      if (same.quantizer().limitsAs(quantizer, graph)) {
        bypass(output, same.value(), nodes);
        return;
      }
    }
    Optional<QuantParams> params = kept(quantizer, real);
    Interval range = quantizer.range(graph);
    boolean same = known.of(real).isWithin(range, quantizer.largestStep());
    boolean alone = isReadBySuch(quantizer, real);
    if (same && alone) {
      params.ifPresent(found -> keep(real, found));
      before.add(new Limited(quantizer, real));
      bypass(output, real, nodes);
      return;
    }
    params.ifPresent(found -> keep(output, found));
    if (alone) {
      params.ifPresent(found -> keep(real, found));
    } else if (same && isRoundedSo(quantizer, real) && !activations.containsKey(real)) {
      params.ifPresent(found -> keep(real, found));
      unrounded.add(real);
    }
    before.add(new Limited(quantizer, output));
    nodes.addAll(limits.nodes(quantizer, dequantizer));
    known.put(output, known.of(real).limitedTo(range));
  }

  /**
   * Whether a program may hold a value in the integers of a pair: nothing has it by name, and no
   * other pair rounds it.
   */
  private boolean isRoundedSo(QuantizationNode quantizer, String real) {
    return !isNamed(real)
        && quantizersOf(real).stream().allMatch(other -> other.limitsAs(quantizer, graph));
  }

  /** Whether nothing but pairs of the same numbers reads a value. */
  private boolean isReadBySuch(QuantizationNode quantizer, String real) {
    return isRoundedSo(quantizer, real)
        && !aliases.containsValue(real)
        && quantizersOf(real).size() == graph.consumers(real).size();
  }

  private List<QuantizationNode> quantizersOf(String real) {
    return graph.consumers(real).stream()
        .flatMap(node -> QuantizationNode.of(node, graph).stream())
        .filter(QuantizationNode::quantizes)
        .toList();
  }

  /** Whether an output or a sub-graph has a value by its name. */
  private boolean isNamed(String value) {
    return graph.outputs().contains(value)
        || graph.consumers(value).stream().anyMatch(reader -> !reader.inputs().contains(value));
  }

  private void keep(String value, QuantParams params) {
    QuantParams other = activations.putIfAbsent(value, params);
    if (other != null && !other.equals(params)) {
      lost(value, "a second pair with other parameters");
    }
  }

  /** The parameters of an activation as a program has them. */
  private Optional<QuantParams> kept(QuantizationNode quantizer, String real) {
    DType integers = quantizer.integers(graph);
    Optional<QuantParams> params = quantizer.asInt8(integers, limits.rank(real));
    if (params.isEmpty()) {
      lost(real, "activations of " + integers.label());
    } else if (!params.get().isPerTensor()) {
      lost(real, "activations with a scale for each channel");
    }
    return params.filter(QuantParams::isPerTensor);
  }

  private void lost(String value, String what) {
    findings.add(
        Finding.warning(
            "load.not-kept",
            value,
            "%s cannot be kept as they stand; calibration decides".formatted(what)));
  }

  /**
   * Lets the consumers of a dequantised value read another; what an output or a sub-graph names
   * keeps its name, and has the other's parameters, whose name may go.
   */
  private void bypass(String dequantized, String other, List<Node> nodes) {
    if (isNamed(dequantized)) {
      Optional.ofNullable(activations.get(other)).ifPresent(params -> keep(dequantized, params));
      String name = limits.names().node(dequantized + "_output");
      nodes.add(Node.original(name, new Identity(), List.of(other), List.of(dequantized)));
      known.put(dequantized, known.of(other));
    } else {
      aliases.put(dequantized, other);
    }
  }
}
