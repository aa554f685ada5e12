package io.plumbline.codegen.lower;

import io.plumbline.graph.op.DepthToSpace;
import io.plumbline.graph.op.Expand;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.SpaceToDepth;
import io.plumbline.graph.op.Tile;
import java.util.ArrayList;
import java.util.List;

/** Ops that repeat elements, crop, or move elements between channels and positions. */
final class RepetitionModels {
  private RepetitionModels() {}

  static List<NamedModel> all() {
    List<NamedModel> models = new ArrayList<>();
    models.add(image("Tile", new Tile(List.of(1L, 2L, 1L, 3L)), 1, 8, 5, 18));
    models.add(image("Tile by ones", new Tile(List.of(1L, 1L, 1L, 1L)), 1, 4, 5, 6));
    models.add(image("SpaceToDepth of blocks", new SpaceToDepth(1), 1, 4, 5, 6));
    models.add(image("Expand of the batch", new Expand(List.of(2L, 1L, 1L, 1L)), 2, 4, 5, 6));
    models.add(image("Pad that crops", Pad.constant(pads(-1, -2, 1, 0), 0), 1, 4, 5, 4));
    models.add(
        image("Pad that crops with a number", Pad.constant(pads(-1, 0, 2, -1), 3), 1, 4, 6, 5));
    for (Pad.Mode mode : List.of(Pad.Mode.REFLECT, Pad.Mode.EDGE, Pad.Mode.WRAP)) {
      models.add(image("Pad " + mode, new Pad(pads(2, 3, 4, 1), 0, mode), 1, 4, 11, 10));
    }
    models.add(new NamedModel("Expand to a higher rank", expand()));
    for (DepthToSpace.Order order : DepthToSpace.Order.values()) {
      models.add(
          new NamedModel(
              "DepthToSpace " + order, blocks(new DepthToSpace(2, order), 12, 3, 4, 3, 6, 8)));
    }
    models.add(new NamedModel("SpaceToDepth", blocks(new SpaceToDepth(2), 3, 4, 6, 12, 2, 3)));
    return models;
  }

  private static List<Integer> pads(int top, int left, int bottom, int right) {
    return List.of(0, 0, top, left, 0, 0, bottom, right);
  }

  private static NamedModel image(String name, Op op, long... dims) {
    return new NamedModel(
        name,
        ConvolutionModels.image()
            .node("move", op, "h", "y", dims)
            .quantize("y", 0.05f, -7)
            .integer("move")
            .output("y"));
  }

  private static SmallModel expand() {
    return new SmallModel()
        .input("x", 3, 1)
        .node("expand", new Expand(List.of(2L, 1L, 4L)), "x", "y", 2, 3, 4)
        .quantize("x", 0.04f, 3)
        .integer("expand")
        .output("y");
  }

  private static SmallModel blocks(Op op, long c, long h, long w, long c2, long h2, long w2) {
    return new SmallModel()
        .input("x", 2, c, h, w)
        .node("move", op, "x", "y", 2, c2, h2, w2)
        .quantize("x", 0.04f, 3)
        .quantize("y", 0.03f, 1)
        .integer("move")
        .output("y");
  }
}
