package io.plumbline.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.*;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A larger batch keeps samples apart, or the node is named that does not. */
class RebatchTests {
  private static final int BATCH = 3;
  private static final int ELEMENTS = 24;

  /** One step of a model: an op and its operands; the result of step i is {@code v} and i. */
  record Step(Op op, List<String> operands) {
    Step(Op op, String... operands) {
      this(op, List.of(operands));
    }
  }

  /** A model of x, 1×4×6. */
  record Model(String name, List<Step> steps) {
    Model(String name, Step... steps) {
      this(name, List.of(steps));
    }

    @Override
    public String toString() {
      return name;
    }

    Graph graph() {
      List<Node> nodes = new ArrayList<>();
      for (Step step : steps) {
        String result = "v" + nodes.size();
        nodes.add(Node.original("n" + nodes.size(), step.op(), step.operands(), List.of(result)));
      }
      String last = nodes.getLast().output();
      Graph graph =
          new Graph(
              name,
              ModelInfo.ofOpset(17),
              List.of("x"),
              List.of(last),
              nodes,
              constants(),
              new LinkedHashMap<>(Map.of("x", TensorType.of(DType.FLOAT32, Shape.of(1, 4, 6)))));
      return ShapeProbe.apply(graph);
    }
  }

  private static SequencedMap<String, Tensor> constants() {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("w", noise(3, Shape.of(6, 5)));
    constants.put("row", noise(4, Shape.of(6)));
    constants.put("same", noise(5, Shape.of(1, 4, 6)));
    constants.put("first", Tensor.of(Shape.of(1, 1), 0L));
    constants.put("update", noise(6, Shape.of(1, 4, 6)));
    constants.put("all", noise(7, Shape.of(24)));
    constants.put("zero", Tensor.of(Shape.of(), 0L));
    constants.put("one", Tensor.of(Shape.of(), 1L));
    constants.put("index", Tensor.of(Shape.of(2), 1L, 0L));
    return constants;
  }

  private static final Binary ADD = new Binary(BinaryFunction.ADD);
  private static final Binary SUB = new Binary(BinaryFunction.SUB);

  private static OpaqueOp unrecorded(String type) {
    return new OpaqueOp("", type, new LinkedHashMap<>());
  }

  private static OpaqueOp einsum(String equation) {
    return new OpaqueOp(
        "", "Einsum", new LinkedHashMap<>(Map.of("equation", new Attribute.StringValue(equation))));
  }

  /** Samples from axis 1 to axis 0. */
  private static Step back() {
    return new Step(new Transpose(List.of(1, 0, 2)), "v0");
  }

  static List<Model> apart() {
    return List.of(
        new Model("product", new Step(new MatMul(), "x", "w")),
        new Model("sum", new Step(ADD, "x", "row"), new Step(ADD, "v0", "same")),
        new Model("softmax", new Step(new Softmax(-1), "x")),
        new Model("mean", new Step(new ReduceMean(List.of(1), false), "x")),
        new Model(
            "attention",
            new Step(new Transpose(List.of(0, 2, 1)), "x"),
            new Step(new MatMul(), "x", "v0"),
            new Step(new Softmax(2), "v1"),
            new Step(new MatMul(), "v2", "x")),
        new Model(
            "joined rows",
            new Step(new Reshape(List.of(-1L, 6L), false), "x"),
            new Step(new Gemm(1, 1, false, false), "v0", "w"),
            new Step(new Reshape(List.of(-1L, 4L, 5L), false), "v1")),
        new Model(
            "samples elsewhere",
            new Step(new Transpose(List.of(1, 0, 2)), "x"),
            new Step(new Softmax(0), "v0"),
            new Step(new Transpose(List.of(1, 0, 2)), "v1")),
        new Model("picked", new Step(new Gather(1), "x", "index")),
        new Model(
            "named batch",
            new Step(new Reshape(List.of(1L, 24L), false), "x"),
            new Step(new LayerNormalization(1, 1e-5f), "v0", "all")),
        new Model("running sum of rows", new Step(unrecorded("CumSum"), "x", "one")),
        new Model("einsum", new Step(einsum("bij,bkj->bik"), "x", "x")),
        new Model("einsum with what all share", new Step(einsum("bij,jk->kbi"), "x", "w"), back()),
        new Model(
            "grid",
            new Step(new Reshape(List.of(0L, 1L, 4L, 6L), false), "x"),
            new Step(new Reshape(List.of(0L, 3L, 4L, 2L), false), "x"),
            new Step(unrecorded("GridSample"), "v0", "v1")),
        new Model("beside each other", new Step(new Concat(1), "x", "x")));
  }

  static List<Model> mixed() {
    Reshape row = new Reshape(List.of(-1L, 4L, 6L), false);
    return List.of(
        new Model(
            "mean of all",
            new Step(new ReduceMean(List.of(0, 1, 2), true), "x"),
            new Step(SUB, "x", "v0")),
        new Model(
            "mean over samples",
            new Step(new ReduceMean(List.of(0), true), "x"),
            new Step(SUB, "x", "v0")),
        new Model("softmax over samples", new Step(new Softmax(0), "x")),
        new Model("placed in the first", new Step(new ScatterND(), "x", "first", "update")),
        new Model(
            "joined axis",
            new Step(new Reshape(List.of(-1L, 6L), false), "x"),
            new Step(new Softmax(0), "v0"),
            new Step(row, "v1")),
        new Model(
            "rows across samples",
            new Step(new Transpose(List.of(1, 0, 2)), "x"),
            new Step(row, "v0")),
        new Model(
            "product across samples",
            new Step(new Reshape(List.of(-1L, 24L), false), "x"),
            new Step(new Transpose(List.of(1, 0)), "v0"),
            new Step(new MatMul(), "v1", "v0"),
            new Step(new MatMul(), "v0", "v2")),
        new Model("normalised over all", new Step(new LpNormalization(0, 2), "x")),
        new Model("running sum", new Step(unrecorded("CumSum"), "x", "zero")),
        new Model("einsum over samples", new Step(einsum("bij,bij->ij"), "x", "x")),
        new Model("einsum of all pairs", new Step(einsum("bij,cij->bc"), "x", "x")),
        new Model("diagonal", new Step(einsum("bij,cij->b"), "x", "x")),
        new Model(
            "largest of samples",
            new Step(new Reduce(ReduceFunction.MAX, List.of(0), true), "x"),
            new Step(SUB, "x", "v0")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("apart")
  void samplesHaveTheirOwnResults(Model model) {
    Graph one = model.graph();
    Graph many = Rebatch.apply(one, BATCH);
    Tensor all = noise(9, Shape.of(BATCH, 4, 6));
    float[] inputs = all.toFloats();
    try (OrtEngine alone = OrtEngine.openOwn(one);
        OrtEngine together = OrtEngine.openOwn(many)) {
      float[] found = run(together, all);
      for (int sample = 0; sample < BATCH; sample++) {
        float[] part = new float[ELEMENTS];
        System.arraycopy(inputs, sample * ELEMENTS, part, 0, ELEMENTS);
        float[] right = run(alone, Tensor.of(Shape.of(1, 4, 6), part));
        assertThat(found).hasSize(BATCH * right.length);
        for (int i = 0; i < right.length; i++) {
          assertThat(found[sample * right.length + i]).isEqualTo(right[i], within());
        }
      }
    }
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-5f);
  }

  private static float[] run(OrtEngine engine, Tensor input) {
    return Objects.requireNonNull(engine.run(Map.of("x", input)).firstEntry())
        .getValue()
        .toFloats();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mixed")
  void mixedSamplesAreRefused(Model model) {
    Graph one = model.graph();
    assertThatThrownBy(() -> Rebatch.apply(one, BATCH))
        .isInstanceOfSatisfying(
            BadConfigurationException.class,
            e -> assertThat(e.code()).isEqualTo("config.batch-fixed"));
  }

  private static Tensor noise(int seed, Shape shape) {
    Random random = new Random(seed);
    float[] numbers = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, numbers);
  }
}
