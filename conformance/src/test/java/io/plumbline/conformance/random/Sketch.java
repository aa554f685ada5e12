package io.plumbline.conformance.random;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Op;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Predicate;

/** A float graph in the making: values with their shapes, and the dice. */
final class Sketch {
  /** A real value of a known shape. */
  record Value(String name, Shape shape) {
    int rank() {
      return shape.rank();
    }
  }

  /** More elements than this are not worth the time. */
  private static final long LARGEST = 20_000;

  private final Random random;
  private final long opset;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<String> loose = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();

  Sketch(Random random, long opset) {
    this.random = random;
    this.opset = opset;
  }

  long opset() {
    return opset;
  }

  int nodes() {
    return nodes.size();
  }

  List<Value> inputs() {
    return inputs;
  }

  /** A whole number from {@code low} to {@code high}. */
  int number(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  float uniform(double low, double high) {
    return (float) (low + random.nextDouble() * (high - low));
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  Value input(Shape shape) {
    Value value = new Value("in" + inputs.size(), shape);
    inputs.add(value);
    offer(value);
    return value;
  }

  /** A value that fits, late ones rather than early ones. */
  Optional<Value> pick(Predicate<Value> fits) {
    List<Value> fitting = values.stream().filter(fits).toList();
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    int back = Math.min(random.nextInt(fitting.size()), random.nextInt(fitting.size()));
    return Optional.of(fitting.get(fitting.size() - 1 - back));
  }

  Optional<Value> pickOfRank(int low, int high) {
    return pick(value -> value.rank() >= low && value.rank() <= high);
  }

  /** Normally distributed numbers around 0. */
  String constant(Shape shape, double deviation) {
    return constant(shape, 0, deviation);
  }

  String constant(Shape shape, double mean, double deviation) {
    float[] numbers = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return constant(Tensor.of(shape, numbers));
  }

  /** Uniformly distributed numbers. */
  String constantBetween(Shape shape, double low, double high) {
    float[] numbers = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = uniform(low, high);
    }
    return constant(Tensor.of(shape, numbers));
  }

  String constant(Tensor tensor) {
    String name = "c" + constants.size();
    constants.put(name, tensor);
    return name;
  }

  /** A constant of that shape that is there already, sometimes; a new one otherwise. */
  String weights(Shape shape, double deviation) {
    List<String> known =
        constants.entrySet().stream()
            .filter(entry -> entry.getValue().dtype() == DType.FLOAT32)
            .filter(entry -> entry.getValue().shape().equals(shape))
            .map(java.util.Map.Entry::getKey)
            .toList();
    return !known.isEmpty() && chance(0.3) ? any(known) : constant(shape, deviation);
  }

  /** Adds a node of one result; the result can be picked later unless it is too large. */
  Value add(Op op, List<String> operands, Shape shape) {
    Value value = new Value("v" + nodes.size(), shape);
    nodes.add(Node.original("n" + nodes.size(), op, operands, List.of(value.name())));
    offer(value);
    return value;
  }

  /**
   * Adds a node of one result.
   *
   * @param offered whether others may read the result
   */
  Value add(Op op, List<String> operands, Shape shape, boolean offered) {
    if (offered) {
      return add(op, operands, shape);
    }
    Value value = new Value("v" + nodes.size(), shape);
    nodes.add(Node.original("n" + nodes.size(), op, operands, List.of(value.name())));
    types.put(value.name(), TensorType.of(DType.FLOAT32, shape));
    return value;
  }

  /**
   * Adds a node of one result of unknown extents, which nobody picks.
   *
   * @param real whether the result is an output unless somebody reads it
   */
  String addLoose(Op op, List<String> operands, boolean real) {
    String name = "v" + nodes.size();
    nodes.add(Node.original("n" + nodes.size(), op, operands, List.of(name)));
    if (real) {
      loose.add(name);
    }
    return name;
  }

  /** Adds a node whose results are given; those that are real numbers are offered by the caller. */
  void add(Op op, List<String> operands, List<String> results) {
    nodes.add(Node.original("n" + nodes.size(), op, operands, results));
  }

  String fresh() {
    return "w" + nodes.size() + "_" + values.size();
  }

  void offer(Value value) {
    types.put(value.name(), TensorType.of(DType.FLOAT32, value.shape()));
    if (value.shape().elements() <= LARGEST && value.shape().elements() > 0) {
      values.add(value);
    }
  }

  /** The graph: what nobody reads is handed out, and sometimes what somebody reads too. */
  Graph graph(String name) {
    SequencedSet<String> outputs = new LinkedHashSet<>();
    SequencedSet<String> read = new LinkedHashSet<>();
    nodes.forEach(node -> read.addAll(node.reads()));
    for (Value value : values) {
      boolean made = !inputs.contains(value);
      if (made && (!read.contains(value.name()) || chance(0.05))) {
        outputs.add(value.name());
      }
    }
    loose.stream().filter(value -> !read.contains(value)).forEach(outputs::add);
    List<String> fed =
        inputs.stream().map(Value::name).filter(input -> read.contains(input)).toList();
    return new Graph(
        name, ModelInfo.ofOpset(opset), fed, List.copyOf(outputs), nodes, constants, types);
  }
}
