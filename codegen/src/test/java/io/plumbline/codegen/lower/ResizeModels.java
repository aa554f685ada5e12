package io.plumbline.codegen.lower;

import io.plumbline.graph.op.Resize;
import io.plumbline.graph.op.Resize.Coordinates;
import io.plumbline.graph.op.Resize.Mode;
import io.plumbline.graph.op.Resize.Nearest;
import java.util.ArrayList;
import java.util.List;

/** Resize by every rule for places and rounding, up and down. */
final class ResizeModels {
  private ResizeModels() {}

  static List<NamedModel> all() {
    List<NamedModel> models = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      for (Coordinates coordinates : Coordinates.values()) {
        Resize enlarge = sized(mode, coordinates, Nearest.ROUND_PREFER_FLOOR, 1, 4, 12, 9);
        Resize reduce = sized(mode, coordinates, Nearest.ROUND_PREFER_FLOOR, 1, 4, 3, 4);
        String name = "Resize %s %s".formatted(mode, coordinates);
        models.add(new NamedModel(name + " up", model(enlarge, 12, 9)));
        models.add(new NamedModel(name + " down", model(reduce, 3, 4)));
      }
    }
    for (Nearest nearest : Nearest.values()) {
      Resize resize = scaled(Mode.NEAREST, Coordinates.HALF_PIXEL, nearest, 1, 1, 1.7f, 0.6f);
      models.add(new NamedModel("Resize " + nearest, model(resize, 8, 3)));
    }
    Resize borders =
        new Resize(
            Mode.CUBIC,
            Coordinates.HALF_PIXEL,
            Nearest.FLOOR,
            List.of(1f, 1f, 2f, 2f),
            List.of(),
            -0.5f,
            true);
    models.add(new NamedModel("Resize CUBIC without outside", model(borders, 10, 12)));
    models.add(new NamedModel("Resize of rows", rows()));
    models.add(new NamedModel("Resize to a float output", floating()));
    return models;
  }

  private static Resize sized(Mode mode, Coordinates coordinates, Nearest nearest, long... sizes) {
    List<Long> list = new ArrayList<>();
    for (long size : sizes) {
      list.add(size);
    }
    return new Resize(mode, coordinates, nearest, List.of(), list, -0.75f, false);
  }

  private static Resize scaled(
      Mode mode, Coordinates coordinates, Nearest nearest, float... scales) {
    List<Float> list = new ArrayList<>();
    for (float scale : scales) {
      list.add(scale);
    }
    return new Resize(mode, coordinates, nearest, list, List.of(), -0.75f, false);
  }

  private static SmallModel model(Resize resize, long height, long width) {
    return ConvolutionModels.image()
        .node("resize", resize, "h", "y", 1, 4, height, width)
        .quantize("y", 0.05f, -7)
        .integer("resize")
        .output("y");
  }

  private static SmallModel rows() {
    Resize resize = scaled(Mode.LINEAR, Coordinates.ASYMMETRIC, Nearest.FLOOR, 1, 1, 2);
    return new SmallModel()
        .input("x", 2, 3, 5)
        .node("resize", resize, "x", "y", 2, 3, 10)
        .quantize("x", 0.04f, 2)
        .quantize("y", 0.03f, 1)
        .integer("resize")
        .output("y");
  }

  private static SmallModel floating() {
    return ConvolutionModels.image()
        .node(
            "resize",
            sized(Mode.LINEAR, Coordinates.ALIGN_CORNERS, Nearest.FLOOR, 1, 4, 9, 11),
            "h",
            "y",
            1,
            4,
            9,
            11)
        .integer("resize")
        .output("y");
  }
}
