package io.plumbline.pipeline.equalise;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.pipeline.tune.WeightLayout;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Multiplies the channels of values with powers of two, and divides the weights that read them: a
 * graph that computes the same to the bit, but for numbers near the ends of float32.
 */
final class ScaledChannels {
  private static final String REASON = "channel scales";
  private static final int WEIGHTS = 1;
  private static final int BIAS = 2;

  private final Graph graph;
  private final ChannelFactors factors;
  private final int channels;

  private ScaledChannels(Graph graph, ChannelFactors factors) {
    this.graph = graph;
    this.factors = factors;
    this.channels = factors.exponents().size();
  }

  /** The graph with factors. */
  static Graph apply(Graph graph, ChannelFactors factors) {
    return new ScaledChannels(graph, factors).apply();
  }

  private Graph apply() {
    Graph current = graph;
    List<String> written = new ArrayList<>();
    for (ScalableWriter writer : factors.writers()) {
      current = writer.homogeneous() ? multiplied(current, writer) : followed(current, writer);
      written.add(written(current, writer));
    }
    for (ChannelReader reader : factors.readers()) {
      current = divided(current, reader);
    }
    return ScaledValues.mark(current, factors, written);
  }

  /** The value that a writer's factors are put to: its sum, or the product behind its value. */
  private static String written(Graph current, ScalableWriter writer) {
    return writer.homogeneous()
        ? current.node(writer.node()).output()
        : current.consumers(writer.value()).getFirst().output();
  }

  /** With a product behind the value. */
  private Graph followed(Graph current, ScalableWriter writer) {
    Names names = Names.of(current);
    String value = writer.value();
    long[] dims = new long[current.tensorType(value).orElseThrow().shape().rank() - 1];
    Arrays.fill(dims, 1);
    dims[0] = channels;
    float[] products = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      products[channel] = factors.factor(channel);
    }
    String constant = names.value(value + "_channel_factors");
    String product = names.value(value + "_scaled");
    return new GraphPatch(REASON)
        .constant(constant, Tensor.of(Shape.of(dims), products))
        .type(product, current.tensorType(value).orElseThrow())
        .add(
            new Node(
                names.node(value + "_Mul"),
                new Binary(BinaryFunction.MUL),
                List.of(value, constant),
                List.of(product),
                List.of()))
        .redirect(value, product)
        .apply(current);
  }

  /** With factors in the constants of the writer. */
  private Graph multiplied(Graph current, ScalableWriter scalable) {
    Node writer = current.node(scalable.node());
    WeightLayout layout = WeightLayout.of(writer, current).orElseThrow();
    float[] weights = current.constant(writer.input(WEIGHTS)).orElseThrow().toFloats();
    for (int filter = 0; filter < layout.filters(); filter++) {
      for (int channel = 0; channel < layout.depth(); channel++) {
        for (int tap = 0; tap < layout.taps(); tap++) {
          weights[layout.index(filter, channel, tap)] *= factors.factor(filter);
        }
      }
    }
    GraphPatch patch = new GraphPatch(REASON);
    List<String> inputs = new ArrayList<>(writer.inputs());
    replace(current, patch, inputs, WEIGHTS, weights);
    if (writer.hasInput(BIAS)) {
      Tensor bias = current.constant(writer.input(BIAS)).orElseThrow();
      float[] numbers = new float[channels];
      for (int channel = 0; channel < numbers.length; channel++) {
        numbers[channel] =
            bias.getFloat(bias.elements() == 1 ? 0 : channel) * factors.factor(channel);
      }
      replace(current, patch, inputs, BIAS, numbers);
    }
    return patch.replace(writer, writer.withInputs(inputs)).apply(current);
  }

  private Graph divided(Graph current, ChannelReader reader) {
    Node node = current.node(reader.node());
    WeightLayout layout = reader.layout();
    float[] weights = current.constant(node.input(WEIGHTS)).orElseThrow().toFloats();
    for (int channel = 0; channel < channels; channel++) {
      int read = reader.first() + channel;
      int group = read / layout.depth();
      for (int i = 0; i < layout.filtersOfGroup(); i++) {
        int filter = group * layout.filtersOfGroup() + i;
        for (int tap = 0; tap < layout.taps(); tap++) {
          weights[layout.index(filter, read % layout.depth(), tap)] /= factors.factor(channel);
        }
      }
    }
    GraphPatch division = new GraphPatch(REASON);
    List<String> inputs = new ArrayList<>(node.inputs());
    replace(current, division, inputs, WEIGHTS, weights);
    return division.replace(node, node.withInputs(inputs)).apply(current);
  }

  /** Gives a node other numbers in a constant; one that others read as well gets a twin. */
  private static void replace(
      Graph graph, GraphPatch patch, List<String> inputs, int position, float[] numbers) {
    String constant = inputs.get(position);
    Shape shape = graph.constant(constant).orElseThrow().shape();
    boolean own = graph.consumers(constant).size() == 1 && !graph.outputs().contains(constant);
    String name = own ? constant : Names.of(graph).value(constant + "_scaled");
    inputs.set(position, name);
    Shape fitting = shape.elements() == numbers.length ? shape : Shape.of(numbers.length);
    patch.constant(name, Tensor.of(fitting, numbers));
  }
}
