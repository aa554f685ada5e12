package io.plumbline.quantize.load;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Takes fake quantization out of a graph and remembers its parameters:
 *
 * <pre>
 *   x → QuantizeLinear → DequantizeLinear → …   ⇒   x → …   and parameters of x
 *   w (int8) → DequantizeLinear → …             ⇒   w (float32) → …   and parameters of w
 *   b (int32) → DequantizeLinear → …            ⇒   b (float32) → …
 * </pre>
 *
 * What cannot be kept (16-bit or per-channel activations, asymmetric weights) is left to
 * calibration, and a finding says so.
 */
public final class ExtractScales {
  private final Graph graph;
  private final Map<String, QuantizationNode> quantizers = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final SequencedMap<String, QuantParams> activations = new LinkedHashMap<>();
  private final SequencedMap<String, QuantParams> weights = new LinkedHashMap<>();
  private final SequencedMap<String, Tensor> constants;
  private final List<Finding> findings = new ArrayList<>();

  private ExtractScales(Graph graph) {
    this.graph = graph;
    this.constants = new LinkedHashMap<>(graph.constants());
  }

  /** A float graph and the parameters that were in it. */
  public record Extracted(Graph graph, LoadedScales scales, List<Finding> findings) {
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
        : new Extracted(graph, LoadedScales.NONE, List.of());
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
        RemoveDeadCode.apply(result), new LoadedScales(activations, weights), findings);
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
    String real = quantizer.node().input(0);
    Optional<Tensor> weight = Optional.ofNullable(constants.get(real));
    if (weight.isPresent()) {
      fakeQuantized(quantizer, dequantizer, weight.get());
    } else {
      activation(quantizer, real);
      bypass(dequantizer.node().output(), real, nodes);
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
    constants.put(name, weight);
    DType integers = quantizer.integers(graph);
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

  private void activation(QuantizationNode quantizer, String real) {
    DType integers = quantizer.integers(graph);
    int rank = graph.tensorType(real).map(TensorType::rank).orElse(1);
    Optional<QuantParams> params = quantizer.asInt8(integers, rank);
    if (params.isEmpty()) {
      lost(real, "activations of " + integers.label());
    } else if (!params.get().isPerTensor()) {
      lost(real, "activations with a scale for each channel");
    } else {
      QuantParams known = activations.putIfAbsent(real, params.get());
      if (known != null && !known.equals(params.get())) {
        lost(real, "a second pair with other parameters");
      }
    }
  }

  private void lost(String value, String what) {
    findings.add(
        Finding.warning(
            "load.not-kept",
            value,
            "%s cannot be kept as they stand; calibration decides".formatted(what)));
  }

  /** Lets the consumers of a dequantised value read the real one; outputs keep their names. */
  private void bypass(String dequantized, String real, List<Node> nodes) {
    if (graph.outputs().contains(dequantized)) {
      nodes.add(
          Node.original(
              dequantized + "_output", new Identity(), List.of(real), List.of(dequantized)));
    } else {
      aliases.put(dequantized, real);
    }
  }
}
