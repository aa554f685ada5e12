package io.plumbline.quantize.plan;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.TensorObserver;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;

/** Builds a graph of a few nodes; the result of node {@code n} is the value {@code n}. */
public final class SmallGraph {
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();
  private final Random random = new Random(11);

  public SmallGraph input(String name, long... dims) {
    inputs.add(name);
    types.put(name, type(dims));
    return this;
  }

  public SmallGraph constant(String name, long... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return constant(name, Tensor.of(shape, values));
  }

  public SmallGraph constant(String name, Tensor tensor) {
    constants.put(name, tensor);
    return this;
  }

  public SmallGraph node(String name, Op op, String from, long... dims) {
    types.put(name, type(dims));
    nodes.add(Node.original(name, op, List.of(from.split(" ")), List.of(name)));
    return this;
  }

  /** Float32; an extent below 0 depends on the data. */
  private static TensorType type(long... dims) {
    return new TensorType(
        DType.FLOAT32,
        Arrays.stream(dims)
            .<Dim>mapToObj(dim -> dim < 0 ? new Dim.Unknown() : new Dim.Fixed(dim))
            .toList());
  }

  /** A node whose result are positions. */
  public SmallGraph whole(String name, Op op, String from, long... dims) {
    node(name, op, from, dims);
    types.put(name, TensorType.of(DType.INT64, Shape.of(dims)));
    return this;
  }

  /** A node whose results are true or false. */
  SmallGraph truth(String name, Op op, String from, long... dims) {
    node(name, op, from, dims);
    types.put(name, TensorType.of(DType.BOOL, Shape.of(dims)));
    return this;
  }

  /** A 1×1 convolution of 2 channels in and out on 4×4 positions. */
  public SmallGraph conv(String name, String from) {
    constant(name + ".w", 2, 2, 1, 1);
    constant(name + ".b", 2);
    return node(name, conv(), "%s %s.w %s.b".formatted(from, name, name), 1, 2, 4, 4);
  }

  static Conv conv() {
    List<Integer> one = List.of(1, 1);
    return new Conv(new Window(one, one, one, List.of(0, 0, 0, 0), Window.AutoPad.EXPLICIT), 1);
  }

  public SmallGraph relu(String name, String from) {
    return node(name, new Unary(UnaryFunction.RELU), from, 1, 2, 4, 4);
  }

  public SmallGraph output(String... names) {
    outputs.addAll(Arrays.asList(names));
    return this;
  }

  public Graph graph() {
    return new Graph("small", ModelInfo.ofOpset(17), inputs, outputs, nodes, constants, types);
  }

  public Planned plan() {
    return plan(QuantOptions.DEFAULT);
  }

  /** A plan from statistics in which every value lies between −1 and 3. */
  public Planned plan(QuantOptions options) {
    return plan(options, new LinkedHashMap<>());
  }

  Planned plan(QuantOptions options, SequencedMap<String, float[]> values) {
    Planner planner = new Planner(graph(), Target.GENERIC, options);
    SequencedMap<String, TensorStatistics> tensors = new LinkedHashMap<>();
    for (String name : planner.observed()) {
      var observer = new TensorObserver(StatisticKind.HISTOGRAM);
      float[] numbers = values.getOrDefault(name, new float[] {-1, 3});
      observer.observe(Tensor.of(Shape.of(numbers.length), numbers), 0);
      tensors.put(name, observer.statistics());
    }
    return planner.plan(new Statistics(1, tensors));
  }
}
