package io.plumbline.conformance.random;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.GatherElements;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * Small models whose numbers 8 bits are too coarse for: each reads {@code x}, 1×16 numbers from 0
 * to 1, and ends in a product with weights.
 */
final class FineModels {
  private static final int WIDTH = 16;

  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final Random random = new Random(5);

  private FineModels() {}

  /** By name. */
  static final SequencedMap<String, Function<FineModels, String>> ALL = all();

  private static SequencedMap<String, Function<FineModels, String>> all() {
    SequencedMap<String, Function<FineModels, String>> all = new LinkedHashMap<>();
    all.put("sine of a wide phase", m -> m.of(UnaryFunction.SIN, m.times("x", 900)));
    all.put(
        "cosine behind moves",
        m ->
            m.of(
                UnaryFunction.COS,
                m.add(
                    new Reshape(List.of(1L, 16L), false),
                    m.add(
                        new Transpose(List.of(0, 2, 1)),
                        m.add(new Reshape(List.of(1L, 4L, 4L), false), m.times("x", 300))))));
    all.put(
        "angles of positions and frequencies",
        m ->
            m.of(
                UnaryFunction.SIN,
                m.add(new MatMul(), m.times("x", 400), m.weights(WIDTH, WIDTH))));
    all.put(
        "logarithm of a power",
        m -> m.of(UnaryFunction.LOG, m.plus(m.power(m.power(m.times("x", 20))), 1e-6)));
    all.put(
        "logarithm above a floor",
        m ->
            m.of(
                UnaryFunction.LOG,
                m.add(new Clip(1e-5f, Float.MAX_VALUE), m.power(m.power(m.power("x"))))));
    all.put("root of a power", m -> m.raised(m.power(m.power("x")), 0.1));
    all.put(
        "reciprocal of a root",
        m ->
            m.of(
                UnaryFunction.RECIPROCAL,
                m.of(UnaryFunction.SQRT, m.plus(m.power(m.times("x", 30)), 1e-2))));
    all.put(
        "quotient of small numbers",
        m -> m.add(new Binary(BinaryFunction.DIV), "x", m.plus(m.power(m.power("x")), 1e-3)));
    all.put("picked by position", m -> m.picked(m.of(UnaryFunction.FLOOR, m.times("x", 15.9))));
    all.put(
        "fraction of a position",
        m -> {
          String position = m.times("x", 500);
          String whole = m.of(UnaryFunction.FLOOR, position);
          return m.add(new Binary(BinaryFunction.SUB), position, whole);
        });
    all.put(
        "remainder of a position",
        m -> m.opaque("Mod", Map.of("fmod", 1), m.times("x", 500), m.number(7)));
    all.put(
        "equal to a position",
        m ->
            m.add(
                new Cast(DType.FLOAT32),
                m.add(
                    new Comparison(ComparisonOperator.EQUAL),
                    m.of(UnaryFunction.ROUND, m.times("x", 4)),
                    m.number(3))));
    all.put(
        "on which side of a threshold",
        m -> m.side(m.plus(m.times("x", 0.05), 1), m.number(1.025)));
    all.put(
        "on which side of a computed number",
        m -> m.side(m.plus(m.times("x", 0.05), 1), m.plus(m.power("x"), 0.7)));
    all.put(
        "positions side by side",
        m -> {
          String left = m.times("x", 15.9);
          String both = m.add(new Concat(1), left, left);
          return m.picked(m.of(UnaryFunction.FLOOR, both));
        });
    all.put(
        "bias beside nothing",
        m -> {
          String nothing = m.add(new Binary(BinaryFunction.SUB), "x", "x");
          String product = m.add(new MatMul(), nothing, m.weights(WIDTH, WIDTH));
          String row = m.constant(tensor(Shape.of(WIDTH), i -> 1e-3 * (i - 5)));
          return m.add(new Binary(BinaryFunction.ADD), product, row);
        });
    return all;
  }

  /** The model of a name. */
  static Graph graph(String name) {
    FineModels model = new FineModels();
    Function<FineModels, String> body = ALL.get(name);
    if (body == null) {
      throw new IllegalArgumentException("no model is called " + name);
    }
    String last = body.apply(model);
    boolean wide = name.equals("positions side by side");
    model.nodes.add(
        Node.original(
            "y", new MatMul(), List.of(last, model.weights(wide ? 32 : WIDTH, 5)), List.of("y")));
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    types.put("x", TensorType.of(DType.FLOAT32, Shape.of(1, WIDTH)));
    return new Graph(
        name,
        ModelInfo.ofOpset(17),
        List.of("x"),
        List.of("y"),
        model.nodes,
        model.constants,
        types);
  }

  /** Numbers from 0 to 1. */
  static List<Map<String, Tensor>> samples() {
    Random random = new Random(9);
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      samples.add(Map.of("x", tensor(Shape.of(1, WIDTH), _ -> random.nextDouble())));
    }
    return samples;
  }

  private static Tensor tensor(Shape shape, DoubleUnaryOperator number) {
    float[] numbers = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) number.applyAsDouble(i);
    }
    return Tensor.of(shape, numbers);
  }

  private String add(Op op, String... operands) {
    String name = "n" + nodes.size();
    nodes.add(Node.original(name, op, List.of(operands), List.of(name)));
    return name;
  }

  private String constant(Tensor tensor) {
    String name = "c" + constants.size();
    constants.put(name, tensor);
    return name;
  }

  private String weights(int rows, int columns) {
    return constant(tensor(Shape.of(rows, columns), _ -> random.nextGaussian()));
  }

  private String number(double number) {
    return constant(Tensor.of(Shape.of(), (float) number));
  }

  private String times(String value, double factor) {
    return add(new Binary(BinaryFunction.MUL), value, number(factor));
  }

  private String plus(String value, double summand) {
    return add(new Binary(BinaryFunction.ADD), value, number(summand));
  }

  private String power(String value) {
    return add(new Binary(BinaryFunction.MUL), value, value);
  }

  private String raised(String value, double exponent) {
    return add(new Binary(BinaryFunction.POW), value, number(exponent));
  }

  private String of(UnaryFunction function, String value) {
    return add(new Unary(function), value);
  }

  private String side(String left, String right) {
    Comparison greater = new Comparison(ComparisonOperator.GREATER);
    return add(new Cast(DType.FLOAT32), add(greater, left, right));
  }

  private String picked(String position) {
    String table = weights(1, WIDTH);
    return add(new GatherElements(1), table, add(new Cast(DType.INT64), position));
  }

  private String opaque(String type, Map<String, Integer> attributes, String... operands) {
    SequencedMap<String, Attribute> given = new LinkedHashMap<>();
    attributes.forEach((name, value) -> given.put(name, new Attribute.IntValue(value)));
    return add(new OpaqueOp("", type, given), operands);
  }
}
