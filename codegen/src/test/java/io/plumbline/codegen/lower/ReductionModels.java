package io.plumbline.codegen.lower;

import io.plumbline.graph.op.GroupNormalization;
import io.plumbline.graph.op.InstanceNormalization;
import io.plumbline.graph.op.LocalResponseNormalization;
import io.plumbline.graph.op.LpNormalization;
import io.plumbline.graph.op.MeanVarianceNormalization;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import java.util.ArrayList;
import java.util.List;

/** Reductions and normalisations over channels and positions. */
final class ReductionModels {
  private ReductionModels() {}

  static List<NamedModel> all() {
    List<NamedModel> models = new ArrayList<>();
    for (ReduceFunction function : ReduceFunction.values()) {
      float scale =
          switch (function) {
            case PROD -> 20f;
            case SUM_SQUARE -> 1.5f;
            case SUM, L1 -> 0.6f;
            case L2 -> 0.1f;
            case MAX, MIN -> 0.05f;
          };
      models.add(
          model(
              "Reduce " + function + " of positions",
              new Reduce(function, List.of(2, 3), true),
              scale,
              1,
              4,
              1,
              1));
      models.add(
          model(
              "Reduce " + function + " of channels, dropped",
              new Reduce(function, List.of(-3), false),
              scale,
              1,
              5,
              6));
      models.add(
          new NamedModel(
              "Reduce " + function + " to a float output",
              ConvolutionModels.image()
                  .node("reduce", new Reduce(function, List.of(3), false), "h", "y", 1, 4, 5)
                  .integer("reduce")
                  .output("y")));
    }
    models.add(model("LRN", new LocalResponseNormalization(3, 0.5f, 0.75f, 1), 0.04f, 1, 4, 5, 6));
    models.add(
        model(
            "LRN of a wide window",
            new LocalResponseNormalization(7, 2, 0.6f, 2),
            0.04f,
            1,
            4,
            5,
            6));
    for (int axis : List.of(1, 3)) {
      for (int order : List.of(1, 2)) {
        models.add(
            model(
                "LpNormalization %d of axis %d".formatted(order, axis),
                new LpNormalization(axis, order),
                0.008f,
                1,
                4,
                5,
                6));
      }
    }
    models.add(
        model(
            "MeanVarianceNormalization",
            new MeanVarianceNormalization(List.of(0, 2, 3)),
            0.02f,
            1,
            4,
            5,
            6));
    models.add(
        new NamedModel("InstanceNormalization", channels(new InstanceNormalization(1e-3f), 4)));
    models.add(
        new NamedModel("GroupNormalization", channels(new GroupNormalization(2, 1e-3f, true), 2)));
    return models;
  }

  private static NamedModel model(String name, Op op, float scale, long... dims) {
    return new NamedModel(
        name,
        ConvolutionModels.image()
            .node("op", op, "h", "y", dims)
            .quantize("y", scale, -5)
            .integer("op")
            .output("y"));
  }

  private static SmallModel channels(Op op, long parameters) {
    return ConvolutionModels.image()
        .constant("s", parameters)
        .constant("b", parameters)
        .node("op", op, List.of("h", "s", "b"), "y", 1, 4, 5, 6)
        .quantize("y", 0.02f, -5)
        .integer("op")
        .output("y");
  }
}
