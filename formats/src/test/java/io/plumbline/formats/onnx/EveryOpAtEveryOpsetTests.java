package io.plumbline.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.ArgExtremum;
import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Celu;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.DepthToSpace;
import io.plumbline.graph.op.Elu;
import io.plumbline.graph.op.Expand;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.GatherElements;
import io.plumbline.graph.op.GatherND;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.GlobalAveragePool;
import io.plumbline.graph.op.GlobalMaxPool;
import io.plumbline.graph.op.GroupNormalization;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.InstanceNormalization;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.LocalResponseNormalization;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.LpNormalization;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.MeanVarianceNormalization;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.PRelu;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.graph.op.RecurrentLayer;
import io.plumbline.graph.op.RecurrentOrder;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Resize;
import io.plumbline.graph.op.ScatterElements;
import io.plumbline.graph.op.ScatterND;
import io.plumbline.graph.op.Selu;
import io.plumbline.graph.op.ShapeOf;
import io.plumbline.graph.op.Shrink;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.SpaceToDepth;
import io.plumbline.graph.op.Split;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.ThresholdedRelu;
import io.plumbline.graph.op.Tile;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Unsqueeze;
import io.plumbline.graph.op.Variadic;
import io.plumbline.graph.op.VariadicFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.graph.op.Window.AutoPad;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ONNX Runtime accepts and runs every typed op at every opset, and it is recognised again as what
 * it was.
 */
class EveryOpAtEveryOpsetTests {
  private static final Window WINDOW =
      new Window(
          List.of(2, 2), List.of(1, 1), List.of(1, 1), List.of(0, 1, 0, 1), AutoPad.EXPLICIT);

  /**
   * @param since the first opset that has words for the op
   */
  record Case(Op op, long since, Shape x, int outputs, List<Tensor> parameters) {
    @Override
    public String toString() {
      return op.toString();
    }
  }

  private static Case of(Op op, String x, Tensor... parameters) {
    return new Case(op, 7, Shape.parse(x), 1, List.of(parameters));
  }

  private static Tensor floats(String shape) {
    Shape parsed = Shape.parse(shape);
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[Math.toIntExact(parsed.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.25f + random.nextInt(100) / 100f;
    }
    return Tensor.of(parsed, values);
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>(others());
    for (UnaryFunction function : UnaryFunction.values()) {
      long since =
          switch (function) {
            case ACOSH, ASINH, ATANH, COSH, ERF, GELU, SIGN, SINH -> 9;
            case ROUND -> 11;
            case UnaryFunction always -> 7;
          };
      cases.add(new Case(new Unary(function), since, Shape.of(2, 3), 1, List.of()));
    }
    for (ComparisonOperator operator : ComparisonOperator.values()) {
      switch (operator) {
        case EQUAL -> {} // takes no float32 before opset 11
        case GREATER, LESS -> cases.add(of(new Comparison(operator), "2x3", floats("3")));
        case GREATER_OR_EQUAL, LESS_OR_EQUAL ->
            cases.add(since(12, new Comparison(operator), "2x3", floats("3")));
      }
    }
    for (VariadicFunction function : VariadicFunction.values()) {
      cases.add(of(new Variadic(function), "2x3", floats("2x3"), floats("2x3")));
    }
    cases.addAll(selections());
    cases.addAll(resamplings());
    for (ReduceFunction function : ReduceFunction.values()) {
      cases.add(of(new Reduce(function, List.of(1, -1), true), "2x3x4"));
      cases.add(of(new Reduce(function, List.of(0), false), "2x3x4"));
    }
    cases.add(of(new InstanceNormalization(1e-4f), "2x3x4", floats("3"), floats("3")));
    cases.add(of(new LocalResponseNormalization(3, 0.1f, 0.6f, 2), "2x5x3x3"));
    cases.add(of(new LpNormalization(1, 1), "2x3"));
    cases.add(since(9, new MeanVarianceNormalization(List.of(1, 2)), "2x3x4"));
    cases.add(
        since(21, new GroupNormalization(2, 1e-4f, false), "2x4x3", floats("4"), floats("4")));
    for (BinaryFunction function : BinaryFunction.values()) {
      cases.add(of(new Binary(function), "2x3", floats("2x3")));
    }
    return cases.stream();
  }

  private static Case since(long since, Op op, String x, Tensor... parameters) {
    return new Case(op, since, Shape.parse(x), 1, List.of(parameters));
  }

  private static List<Case> resamplings() {
    List<Float> twice = List.of(1f, 1f, 2f, 2f);
    List<Long> sizes = List.of(1L, 4L, 3L, 5L);
    List<Integer> border = List.of(0, 1, 0, 2);
    return List.of(
        since(11, new DepthToSpace(2, DepthToSpace.Order.CRD), "1x4x4x4"),
        of(new DepthToSpace(2, DepthToSpace.Order.DCR), "1x4x4x4"),
        since(8, new Expand(List.of(4L, 1L, 3L)), "2x1"),
        of(new Pad(border, 0, Pad.Mode.REFLECT), "2x4"),
        of(new Pad(border, 0, Pad.Mode.EDGE), "2x4"),
        since(19, new Pad(border, 0, Pad.Mode.WRAP), "2x4"),
        of(enlarge(Resize.Mode.NEAREST, twice), "1x4x4x4"),
        of(enlarge(Resize.Mode.LINEAR, twice), "1x4x4x4"),
        since(
            11,
            resize(Resize.Mode.NEAREST, Resize.Coordinates.HALF_PIXEL, List.of(), sizes),
            "1x4x4x4"),
        since(
            11,
            resize(Resize.Mode.LINEAR, Resize.Coordinates.ALIGN_CORNERS, twice, List.of()),
            "1x4x4x4"),
        since(
            19,
            resize(Resize.Mode.CUBIC, Resize.Coordinates.HALF_PIXEL_SYMMETRIC, twice, List.of()),
            "1x4x4x4"),
        of(new SpaceToDepth(2), "1x4x4x4"),
        of(new Tile(List.of(2L, 1L)), "2x3"));
  }

  private static Resize enlarge(Resize.Mode mode, List<Float> scales) {
    return new Resize(
        mode,
        Resize.Coordinates.ASYMMETRIC,
        Resize.Nearest.FLOOR,
        scales,
        List.of(),
        -0.75f,
        false);
  }

  private static Resize resize(
      Resize.Mode mode, Resize.Coordinates coordinates, List<Float> scales, List<Long> sizes) {
    return new Resize(
        mode,
        coordinates,
        Resize.Nearest.ROUND_PREFER_CEIL,
        scales,
        sizes,
        mode == Resize.Mode.CUBIC ? -0.5f : -0.75f,
        mode == Resize.Mode.CUBIC);
  }

  private static List<Case> selections() {
    Tensor indices = Tensor.of(Shape.of(2, 3), 0L, 1, 0, 1, 1, 0);
    Tensor tuples = Tensor.of(Shape.of(2, 1), 0L, 1);
    return List.of(
        of(new ArgExtremum(1, false, true, false), "2x3"),
        since(12, new ArgExtremum(1, true, false, true), "2x3"),
        since(11, new GatherElements(0), "2x3", indices),
        since(11, new GatherND(0), "2x3", tuples),
        since(12, new GatherND(1), "2x3", tuples),
        since(11, new ScatterElements(0), "2x3", indices, floats("2x3")),
        since(11, new ScatterND(), "2x3", tuples, floats("2x3")),
        recurrent(RecurrentLayer.GRU, RecurrentOrder.FORWARD, 3),
        recurrent(RecurrentLayer.LSTM, RecurrentOrder.REVERSE, 4),
        recurrent(RecurrentLayer.RNN, RecurrentOrder.BIDIRECTIONAL, 1),
        new Case(new TopK(1, 2, true), 7, Shape.of(2, 3), 2, List.of()),
        new Case(new TopK(1, 2, false), 11, Shape.of(2, 3), 2, List.of()));
  }

  private static Case recurrent(RecurrentLayer layer, RecurrentOrder order, int gates) {
    String rows = order.directions() + "x" + 4 * gates;
    return new Case(
        new Recurrent(layer, order, 4, layer == RecurrentLayer.GRU),
        7,
        Shape.of(3, 2, 5),
        2,
        List.of(
            floats(rows + "x5"),
            floats(rows + "x4"),
            floats(order.directions() + "x" + 8 * gates)));
  }

  private static List<Case> others() {
    return List.of(
        of(new AveragePool(WINDOW, false, true), "1x2x4x4"),
        of(
            new BatchNormalization(1e-3f),
            "1x2x4x4",
            floats("2"),
            floats("2"),
            floats("2"),
            floats("2")),
        of(new Cast(DType.INT32), "2x3"),
        new Case(new Celu(0.8f), 12, Shape.of(2, 3), 1, List.of()),
        of(new Clip(-0.5f, 0.5f), "2x3"),
        of(new Clip(Float.NEGATIVE_INFINITY, 0.5f), "2x3"),
        of(new Clip(0, Float.POSITIVE_INFINITY), "2x3"),
        of(new Concat(1), "2x3", floats("2x1")),
        of(new Conv(WINDOW, 1), "1x2x4x4", floats("3x2x2x2"), floats("3")),
        of(new Conv(WINDOW, 2), "1x2x4x4", floats("2x1x2x2")),
        of(new ConvTranspose(WINDOW, List.of(0, 0), 1), "1x2x4x4", floats("2x3x2x2")),
        of(new Elu(0.5f), "2x3"),
        of(new Flatten(2), "1x2x4x4"),
        of(new Gather(0), "4x3", Tensor.of(Shape.of(2), 3L, 0L)),
        of(new Gemm(0.5f, 2, false, true), "2x3", floats("4x3"), floats("4")),
        of(new GlobalAveragePool(), "1x2x4x4"),
        of(new GlobalMaxPool(), "1x2x4x4"),
        of(new HardSigmoid(0.3f, 0.4f), "2x3"),
        of(new Identity(), "2x3"),
        of(new LayerNormalization(-1, 1e-5f), "2x3", floats("3"), floats("3")),
        of(new LayerNormalization(1, 1e-5f), "2x3x4", floats("3x4")),
        of(new LeakyRelu(0.2f), "2x3"),
        of(new LogSoftmax(-1), "2x3"),
        of(new MatMul(), "2x3", floats("3x4")),
        of(new MaxPool(WINDOW, false), "1x2x4x4"),
        new Case(new MaxPool(WINDOW, true), 10, Shape.of(1, 2, 5, 5), 1, List.of()),
        of(new PRelu(), "1x2x4x4", floats("2x1x1")),
        of(Pad.constant(List.of(0, 1, 0, 2), 0), "2x3"),
        of(Pad.constant(List.of(1, 0, 0, 0), -1.5f), "2x3"),
        new Case(
            new QuantizeLinear(1),
            10,
            Shape.of(2, 3),
            1,
            List.of(Tensor.scalar(0.1f), Tensor.ofIntegers(DType.INT8, Shape.of(), 3))),
        of(new ReduceMean(List.of(1), false), "2x3x4"),
        of(new ReduceMean(List.of(-1, -2), true), "2x3x4"),
        of(new Reshape(List.of(0L, -1L), false), "2x3x4"),
        of(new Selu(1.5f, 1.1f), "2x3"),
        new Case(new Shrink(0.3f, 0.1f), 9, Shape.of(2, 3), 1, List.of()),
        new Case(new ThresholdedRelu(0.3f), 10, Shape.of(2, 3), 1, List.of()),
        of(new ShapeOf(0, Integer.MAX_VALUE), "2x3"),
        new Case(new ShapeOf(1, 2), 15, Shape.of(2, 3), 1, List.of()),
        of(new Slice(List.of(1L), List.of(3L), List.of(1), List.of(1L)), "2x4"),
        new Case(
            new Slice(List.of(3L), List.of(0L), List.of(1), List.of(-2L)),
            10,
            Shape.of(2, 4),
            1,
            List.of()),
        of(new Softmax(-1), "2x3"),
        new Case(new Softmax(1), 13, Shape.of(2, 3, 4), 1, List.of()),
        new Case(new Split(1, List.of(1L, 3L)), 7, Shape.of(2, 4), 2, List.of()),
        of(new Squeeze(List.of(0, 2)), "1x3x1"),
        of(new Squeeze(List.of()), "1x3x1"),
        of(new Transpose(List.of(1, 2, 0)), "2x3x4"),
        of(new Unsqueeze(List.of(0, 2)), "2x3"));
  }

  private static Graph graph(Case given, long opset) {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    List<String> inputs = new ArrayList<>(List.of("x"));
    for (Tensor parameter : given.parameters()) {
      String name = "p" + inputs.size();
      constants.put(name, parameter);
      inputs.add(name);
    }
    List<String> outputs = List.of("y", "z").subList(0, given.outputs());
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    types.put("x", TensorType.of(DType.FLOAT32, given.x()));
    return new Graph(
        "g",
        ModelInfo.ofOpset(opset),
        List.of("x"),
        outputs,
        List.of(Node.original("n", given.op(), inputs, outputs)),
        constants,
        types);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void runsAndIsRecognised(Case given) throws OrtException {
    for (long opset = OnnxReader.OLDEST_OPSET; opset <= OnnxReader.NEWEST_OPSET; opset++) {
      Graph graph = graph(given, opset);
      if (opset < given.since()) {
        assertThatThrownBy(() -> OnnxWriter.toBytes(graph))
            .as("opset %d", opset)
            .isInstanceOf(UnsupportedException.class);
        continue;
      }
      byte[] written = OnnxWriter.toBytes(graph);
      Map<String, Object> outputs = OrtRun.run(written, Map.of("x", floats(given.x().toString())));
      assertThat(outputs).as("opset %d", opset).hasSize(given.outputs());
      Graph again = OnnxReader.read(written, "again");
      if (again.nodes().size() == 1) {
        assertThat(GraphDifference.first(graph, again)).as("opset %d", opset).isEmpty();
      }
    }
  }

  @Test
  void onlyFunctionsThatOnnxLacksTakeSeveralNodes() {
    List<String> several =
        cases()
            .filter(
                given ->
                    OnnxReader.read(OnnxWriter.toBytes(graph(given, 23)), "m").nodes().size() > 1)
            .map(given -> given.op().type())
            .toList();
    assertThat(several).containsExactly("Silu");
  }
}
