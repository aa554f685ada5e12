package io.plumbline.quantize.load;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Variadic;
import io.plumbline.graph.op.VariadicFunction;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;

/**
 * Makes the nodes that limit real numbers as a pair of QuantizeLinear and DequantizeLinear does: a
 * Clip, or Max and Min where every channel has limits of its own.
 */
final class PairLimits {
  private final Graph graph;
  private final SequencedMap<String, Tensor> constants;
  private final Names names;

  /**
   * @param constants of the graph that is made, which limits of channels are added to
   */
  PairLimits(Graph graph, SequencedMap<String, Tensor> constants) {
    this.graph = graph;
    this.constants = constants;
    this.names = Names.of(graph);
  }

  Names names() {
    return names;
  }

  int rank(String value) {
    return graph.tensorType(value).map(TensorType::rank).orElse(1);
  }

  /** From what the quantizer reads to what the dequantizer computes. */
  List<Node> nodes(QuantizationNode quantizer, QuantizationNode dequantizer) {
    String real = quantizer.node().input(0);
    String output = dequantizer.node().output();
    if (quantizer.isPerTensor()) {
      Interval range = quantizer.range(graph);
      return List.of(
          node(quantizer, dequantizer, new Clip(range.low(), range.high()), List.of(real), output));
    }
    String raised = names.value(output + "_raised");
    Op max = new Variadic(VariadicFunction.MAX);
    Op min = new Variadic(VariadicFunction.MIN);
    int least = quantizer.integers(graph).minimum();
    int most = quantizer.integers(graph).maximum();
    String lows = limits(quantizer, output + "_lows", least);
    String highs = limits(quantizer, output + "_highs", most);
    return List.of(
        new Node(
            names.node(dequantizer.node().name() + "_Max"),
            max,
            List.of(real, lows),
            List.of(raised),
            List.of(quantizer.node().name())),
        node(quantizer, dequantizer, min, List.of(raised, highs), output));
  }

  private static Node node(
      QuantizationNode quantizer,
      QuantizationNode dequantizer,
      Op op,
      List<String> inputs,
      String output) {
    String name = dequantizer.node().name();
    return new Node(name, op, inputs, List.of(output), List.of(quantizer.node().name(), name));
  }

  /** A constant of what an integer stands for in each channel, along the quantizer's axis. */
  private String limits(QuantizationNode quantizer, String wished, int integer) {
    int rank = rank(quantizer.node().input(0));
    float[] ends = quantizer.ends(integer);
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    dims[quantizer.axis() < 0 ? quantizer.axis() + rank : quantizer.axis()] = ends.length;
    String name = names.value(wished);
    constants.put(name, Tensor.of(Shape.of(dims), ends));
    return name;
  }
}
