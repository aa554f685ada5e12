package io.plumbline.codegen.lower;

import io.plumbline.graph.op.ArgExtremum;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.GatherElements;
import io.plumbline.graph.op.GatherND;
import io.plumbline.graph.op.Logic;
import io.plumbline.graph.op.LogicOperator;
import io.plumbline.graph.op.Not;
import io.plumbline.graph.op.ScatterElements;
import io.plumbline.graph.op.ScatterND;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Variadic;
import io.plumbline.graph.op.VariadicFunction;
import io.plumbline.graph.op.Where;
import io.plumbline.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Comparisons, choices, conversions, indices and orders. */
final class SelectionModels {
  private SelectionModels() {}

  static List<NamedModel> all() {
    List<NamedModel> models = new ArrayList<>();
    for (ComparisonOperator operator : ComparisonOperator.values()) {
      models.add(new NamedModel(operator.onnxType(), compared(operator)));
    }
    for (LogicOperator operator : LogicOperator.values()) {
      models.add(new NamedModel(operator.onnxType(), logic(operator)));
    }
    for (VariadicFunction function : VariadicFunction.values()) {
      models.add(new NamedModel(function.onnxType() + " of three", variadic(function)));
    }
    models.add(new NamedModel("Mean of one", meanOfOne()));
    models.add(new NamedModel("masked by Where", masked()));
    models.add(new NamedModel("Cast of a mask", castMask()));
    models.add(new NamedModel("Cast to integers", castToIntegers()));
    models.add(new NamedModel("embedding", embedding()));
    models.add(new NamedModel("Gather by computed indices", gathered()));
    models.add(new NamedModel("GatherElements", gatherElements()));
    models.add(new NamedModel("GatherND", gatherNd()));
    models.add(new NamedModel("ScatterElements", scatterElements()));
    models.add(new NamedModel("ScatterND", scatterNd()));
    models.add(new NamedModel("ArgMax", extremum(new ArgExtremum(1, true, true, false), 2, 1, 4)));
    models.add(new NamedModel("ArgMin", extremum(new ArgExtremum(-1, false, false, true), 2, 3)));
    models.add(new NamedModel("TopK", topK(true)));
    models.add(new NamedModel("TopK of the smallest", topK(false)));
    return models;
  }

  private static SmallModel compared(ComparisonOperator operator) {
    return new SmallModel()
        .input("a", 3, 4, 5)
        .input("b", 4, 1)
        .nodeOfMany("f", new Comparison(operator), List.of("a", "b"), List.of("y"))
        .value("y", DType.BOOL, 3, 4, 5)
        .quantize("a", 0.5f, 5)
        .quantize("b", 0.5f, -7)
        .integer("f")
        .output("y");
  }

  private static SmallModel logic(LogicOperator operator) {
    return new SmallModel()
        .integers("a", DType.BOOL, 2, 3, 4)
        .integers("b", DType.BOOL, 2, 4)
        .nodeOfMany("f", new Logic(operator), List.of("a", "b"), List.of("g"))
        .value("g", DType.BOOL, 3, 4)
        .nodeOfMany("not", new Not(), List.of("g"), List.of("y"))
        .value("y", DType.BOOL, 3, 4)
        .integer("f")
        .integer("not")
        .output("y");
  }

  private static SmallModel variadic(VariadicFunction function) {
    return new SmallModel()
        .input("a", 3, 4)
        .input("b", 4)
        .input("c", 2, 1, 1)
        .node("f", new Variadic(function), List.of("a", "b", "c"), "y", 2, 3, 4)
        .quantize("a", 0.03f, 5)
        .quantize("b", 0.04f, -5)
        .quantize("c", 0.05f, 0)
        .quantize("y", 0.05f, 3)
        .integer("f")
        .output("y");
  }

  private static SmallModel meanOfOne() {
    return new SmallModel()
        .input("a", 3, 4)
        .node("f", new Variadic(VariadicFunction.MEAN), "a", "y", 3, 4)
        .quantize("a", 0.03f, 5)
        .quantize("y", 0.05f, 3)
        .integer("f")
        .output("y");
  }

  private static SmallModel masked() {
    return new SmallModel()
        .integers("mask", DType.BOOL, 2, 3, 1)
        .input("a", 2, 3, 4)
        .constant("b", 4)
        .node("f", new Where(), List.of("mask", "a", "b"), "y", 2, 3, 4)
        .quantize("a", 0.03f, 5)
        .quantize("y", 0.05f, 3)
        .integer("f")
        .output("y");
  }

  private static SmallModel castMask() {
    return new SmallModel()
        .integers("mask", DType.INT64, 2, 2, 5)
        .node("f", new Cast(DType.FLOAT32), "mask", "y", 2, 5)
        .quantize("y", 1 / 255f, -128)
        .integer("f")
        .output("y");
  }

  private static SmallModel castToIntegers() {
    return new SmallModel()
        .input("a", 4, 5)
        .nodeOfMany("f", new Cast(DType.INT32), List.of("a"), List.of("i"))
        .value("i", DType.INT32, 4, 5)
        .nodeOfMany("g", new Cast(DType.BOOL), List.of("i"), List.of("y"))
        .value("y", DType.BOOL, 4, 5)
        .quantize("a", 0.3f, 5)
        .integer("f")
        .integer("g")
        .output("i")
        .output("y");
  }

  private static SmallModel embedding() {
    return new SmallModel()
        .integers("text", DType.INT64, 9, 2, 6)
        .constant("table", 9, 5)
        .node("f", new Gather(0), List.of("table", "text"), "y", 2, 6, 5)
        .quantize("y", 1 / 127f, 0)
        .integer("f")
        .output("y");
  }

  private static SmallModel gathered() {
    return new SmallModel()
        .input("a", 3, 4, 5)
        .integers("i", DType.INT32, 4, 2)
        .node("f", new Gather(-2), List.of("a", "i"), "y", 3, 2, 5)
        .quantize("a", 0.03f, 5)
        .quantize("y", 0.03f, 5)
        .integer("f")
        .output("y");
  }

  private static SmallModel gatherElements() {
    return new SmallModel()
        .input("a", 3, 4, 5)
        .integers("i", DType.INT64, 4, 2, 7, 5)
        .node("f", new GatherElements(1), List.of("a", "i"), "y", 2, 7, 5)
        .quantize("a", 0.03f, 5)
        .integer("f")
        .output("y");
  }

  private static SmallModel gatherNd() {
    return new SmallModel()
        .input("a", 2, 4, 4, 3)
        .integers("i", DType.INT64, 4, 2, 5, 2)
        .node("f", new GatherND(1), List.of("a", "i"), "y", 2, 5, 3)
        .quantize("a", 0.03f, 5)
        .integer("f")
        .output("y");
  }

  private static SmallModel scatterElements() {
    return new SmallModel()
        .input("a", 3, 4)
        .integers("i", DType.INT64, 3, 1, 4)
        .input("u", 1, 4)
        .node("f", new ScatterElements(0), List.of("a", "i", "u"), "y", 3, 4)
        .quantize("a", 0.03f, 5)
        .quantize("u", 0.02f, 0)
        .quantize("y", 0.04f, 1)
        .integer("f")
        .output("y");
  }

  private static SmallModel scatterNd() {
    return new SmallModel()
        .input("a", 3, 4)
        .integers("i", DType.INT64, 3, 1, 1)
        .input("u", 1, 4)
        .node("f", new ScatterND(), List.of("a", "i", "u"), "y", 3, 4)
        .quantize("a", 0.03f, 5)
        .quantize("u", 0.02f, 0)
        .quantize("y", 0.04f, 1)
        .integer("f")
        .output("y");
  }

  private static SmallModel extremum(ArgExtremum op, long... dims) {
    return new SmallModel()
        .input("a", 2, 3, 4)
        .nodeOfMany("f", op, List.of("a"), List.of("y"))
        .value("y", DType.INT64, dims)
        .quantize("a", 0.3f, 5)
        .integer("f")
        .output("y");
  }

  private static SmallModel topK(boolean largest) {
    return new SmallModel()
        .input("a", 2, 7, 3)
        .nodeOfMany("f", new TopK(1, 3, largest), List.of("a"), List.of("y", "i"))
        .value("y", 2, 3, 3)
        .value("i", DType.INT64, 2, 3, 3)
        .quantize("a", 0.2f, 5)
        .integer("f")
        .output("y")
        .output("i");
  }
}
