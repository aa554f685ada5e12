package io.plumbline.codegen.lower;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Source;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

/** Builds a graph of a few nodes and a plan for it, with random constants from a fixed seed. */
final class SmallModel {
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();
  private final SequencedMap<String, TensorPlan> activations = new LinkedHashMap<>();
  private final SequencedMap<String, TensorPlan> weights = new LinkedHashMap<>();
  private final Map<String, Integer> limits = new HashMap<>();
  private final List<String> integerGroups = new ArrayList<>();
  private final List<String> floatNodes = new ArrayList<>();
  private final Random random = new Random(7);
  private Scheme scheme = Scheme.INT8;

  /** From now on values and weights are of a scheme, of the same ranges. */
  SmallModel in(Scheme other) {
    scheme = other;
    return this;
  }

  private boolean isWide() {
    return scheme.activation().bytes() > 1;
  }

  SmallModel input(String name, long... dims) {
    inputs.add(name);
    types.put(name, TensorType.of(DType.FLOAT32, Shape.of(dims)));
    return this;
  }

  /** An input of small integers or truth values: 0 to {@code limit} − 1. */
  SmallModel integers(String name, DType dtype, int limit, long... dims) {
    inputs.add(name);
    limits.put(name, limit);
    return value(name, dtype, dims);
  }

  /** A float32 constant between −1 and 1. */
  SmallModel constant(String name, long... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return constant(name, Tensor.of(shape, values));
  }

  SmallModel constant(String name, Tensor tensor) {
    constants.put(name, tensor);
    return this;
  }

  /** A float32 constant that the plan quantizes per channel along an axis. */
  SmallModel weights(String name, int axis, long... dims) {
    constant(name, dims);
    float[] scales = new float[(int) dims[axis]];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = (2 + i % 3) / 254f;
    }
    QuantParams params = QuantParams.perChannel(DType.INT8, scales, axis);
    weights.put(name, new TensorPlan(name, params, new Source.Fixed(), -1, 1));
    return this;
  }

  /** A node of one result. */
  SmallModel node(String name, Op op, List<String> from, String to, long... dims) {
    types.put(to, TensorType.of(DType.FLOAT32, Shape.of(dims)));
    nodes.add(Node.original(name, op, from, List.of(to)));
    return this;
  }

  SmallModel node(String name, Op op, String from, String to, long... dims) {
    return node(name, op, List.of(from), to, dims);
  }

  /** A node whose results are declared one by one with {@link #value}. */
  SmallModel nodeOfMany(String name, Op op, List<String> from, List<String> to) {
    nodes.add(Node.original(name, op, from, to));
    return this;
  }

  SmallModel value(String name, long... dims) {
    return value(name, DType.FLOAT32, dims);
  }

  SmallModel value(String name, DType dtype, long... dims) {
    types.put(name, TensorType.of(dtype, Shape.of(dims)));
    return this;
  }

  /** Gives a value int8 parameters. */
  SmallModel quantize(String value, float scale, int zeroPoint) {
    QuantParams params = QuantParams.perTensor(DType.INT8, scale, zeroPoint);
    activations.put(
        value,
        new TensorPlan(
            value,
            params,
            new Source.Fixed(),
            scale * (-128 - zeroPoint),
            scale * (127 - zeroPoint)));
    return this;
  }

  /** Expects that the plan makes one integer instruction of these nodes. */
  SmallModel integer(String... names) {
    integerGroups.add(String.join("+", names));
    return this;
  }

  /** Keeps a node in float32. */
  SmallModel floating(String name) {
    floatNodes.add(name);
    return this;
  }

  SmallModel output(String name) {
    outputs.add(name);
    return this;
  }

  Graph graph() {
    return new Graph(
        "small",
        ModelInfo.ofOpset(isWide() || scheme.hasWideWeights() ? 21 : 19),
        inputs,
        outputs,
        nodes,
        constants,
        types);
  }

  QuantPlan plan() {
    List<Wish> wishes = new ArrayList<>(floatNodes.stream().map(Wish::real).toList());
    wishes.add(new Wish(new Selector.All(), scheme));
    QuantOptions options = QuantOptions.DEFAULT.withWishes(wishes);
    return new Planner(graph(), Target.GENERIC, options).assemble(parameters(), weightParameters());
  }

  /** Those of recurrent layers have 8 bits. */
  private SequencedMap<String, TensorPlan> weightParameters() {
    SequencedMap<String, TensorPlan> fitting = new LinkedHashMap<>(weights);
    if (scheme.hasWideWeights()) {
      fitting.replaceAll((constant, plan) -> isRecurrent(constant) ? plan : widened(plan));
    }
    return fitting;
  }

  private boolean isRecurrent(String constant) {
    return nodes.stream()
        .anyMatch(node -> node.op() instanceof Recurrent && node.inputs().contains(constant));
  }

  private static TensorPlan widened(TensorPlan plan) {
    QuantParams params = plan.params();
    float[] scales = params.scales();
    for (int i = 0; i < scales.length; i++) {
      scales[i] = (float) (scales[i] * 127.0 / 32767);
    }
    QuantParams fine =
        params.isPerTensor()
            ? QuantParams.perTensor(DType.INT16, scales[0], 0)
            : QuantParams.perChannel(DType.INT16, scales, params.axis());
    return new TensorPlan(plan.tensor(), fine, plan.source(), plan.low(), plan.high());
  }

  private SequencedMap<String, TensorPlan> parameters() {
    if (!isWide()) {
      return activations;
    }
    SequencedMap<String, TensorPlan> widened = new LinkedHashMap<>();
    activations.forEach(
        (value, plan) -> {
          QuantParams params =
              QuantParams.perTensor(
                  DType.INT16, plan.params().scale() / 256, plan.params().zeroPoint() * 256);
          widened.put(value, new TensorPlan(value, params, plan.source(), plan.low(), plan.high()));
        });
    return widened;
  }

  /** The names of the groups that a case says to be integer. */
  List<String> integerGroups() {
    return List.copyOf(integerGroups);
  }

  LoweredProgram lower() {
    return Lowering.lower(graph(), plan(), Target.GENERIC);
  }

  /** Inputs that reach beyond the range of their integers. */
  SequencedMap<String, Tensor> randomInputs() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (String input : inputs) {
      TensorType type = graph().tensorType(input).orElseThrow();
      Shape shape = type.shape();
      Integer limit = limits.get(input);
      if (limit != null) {
        tensors.put(input, randomIntegers(type.dtype(), shape, limit));
        continue;
      }
      float[] values = new float[(int) shape.elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian() * 2;
      }
      tensors.put(input, Tensor.of(shape, values));
    }
    return tensors;
  }

  private Tensor randomIntegers(DType dtype, Shape shape, int limit) {
    int[] values = random.ints(shape.elements(), 0, limit).toArray();
    return dtype == DType.INT64
        ? Tensor.of(shape, Arrays.stream(values).asLongStream().toArray())
        : Tensor.ofIntegers(dtype, shape, values);
  }
}
