package io.plumbline.verify.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.codegen.lower.Lowering;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.graph.op.Window;
import io.plumbline.quantize.annotate.Annotated;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Source;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class OpByOpTests {
  private static final Shape SHAPE = Shape.of(1, 2, 3, 4);
  private static final QuantParams PARAMS = QuantParams.perTensor(DType.INT8, 0.05f, 3);
  private static final Window POINT =
      new Window(
          List.of(1, 1), List.of(1, 1), List.of(1, 1), List.of(0, 0, 0, 0), Window.AutoPad.VALID);

  private static Graph graph(UnaryOp function) {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    List.of("x", "h", "y").forEach(name -> types.put(name, TensorType.of(DType.FLOAT32, SHAPE)));
    return new Graph(
        "two",
        ModelInfo.ofOpset(17),
        List.of("x"),
        List.of("y"),
        List.of(
            Node.original("pool", new MaxPool(POINT, false), List.of("x"), List.of("h")),
            Node.original("function", function, List.of("h"), List.of("y"))),
        new LinkedHashMap<>(),
        types);
  }

  private static QuantPlan plan(UnaryOp function) {
    SequencedMap<String, TensorPlan> activations = new LinkedHashMap<>();
    List.of("x", "h", "y")
        .forEach(
            name -> activations.put(name, new TensorPlan(name, PARAMS, new Source.Fixed(), -6, 6)));
    return new Planner(graph(function), Target.GENERIC, QuantOptions.DEFAULT)
        .assemble(activations, new LinkedHashMap<>());
  }

  private static List<OpDifference> compare(UnaryOp lowered, UnaryOp annotated) {
    float[] values = new float[(int) SHAPE.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - 12) * 0.31f;
    }
    Annotated qdq = QdqAnnotator.annotate(graph(annotated), plan(annotated), WeightForm.FLOAT);
    OpByOp comparison =
        new OpByOp(
            Lowering.lower(graph(lowered), plan(lowered), Target.GENERIC),
            qdq,
            (_, _) -> {
              throw new AssertionError("no foreign node expected");
            });
    try (OrtEngine engine = OrtEngine.open(qdq.graph())) {
      return comparison.compare(engine, Map.of("x", Tensor.of(SHAPE, values)));
    }
  }

  @Test
  void equalArithmeticShowsNoDifference() {
    UnaryOp relu = new Unary(UnaryFunction.RELU);
    assertThat(compare(relu, relu))
        .containsExactly(
            new OpDifference("pool", "Quantize", "x.quantized", 24, 0, 0),
            new OpDifference("pool", "MaxPool", "h", 24, 0, 0),
            new OpDifference("function", "Lookup", "y.quantized", 24, 0, 0));
  }

  @Test
  void differenceIsCountedInStepsWhereItArises() {
    List<OpDifference> differences =
        compare(new Unary(UnaryFunction.RELU), new Unary(UnaryFunction.ABS));
    assertThat(differences.get(1).differing()).isZero();
    assertThat(differences.get(2).differing()).isEqualTo(12);
    assertThat(differences.get(2).maxSteps()).isEqualTo(74);
    assertThat(differences.get(2).share()).isEqualTo(0.5);
  }
}
