package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * PriorBox: a constant of shape 1×2×(4 · boxes), the boxes' corners as fractions of the picture and
 * behind them their variances.
 */
final class PriorBoxLayer {
  /** Aspect ratios closer than this are one. */
  private static final double SAME_RATIO = 1e-6;

  private PriorBoxLayer() {}

  /** Half a width and half a height in pixels. */
  private record Half(float width, float height) {}

  /** What the layer says of the picture and the grid on it. */
  private record Grid(
      long height,
      long width,
      float pictureHeight,
      float pictureWidth,
      float stepHeight,
      float stepWidth,
      float offset) {}

  static List<Blob> priorBox(LayerScope scope) {
    scope.requireBottoms(2, 2);
    TextMessage parameters = scope.parameters("prior_box_param");
    for (Blob bottom : scope.bottoms()) {
      if (bottom.rank() != 4) {
        throw scope.bad("a bottom of %s; 4 axes are expected".formatted(bottom.shape()), "reshape");
      }
    }
    Grid grid = grid(scope, parameters);
    List<Half> halves = halves(scope, parameters);
    long boxes = grid.height() * grid.width() * halves.size();
    Shape shape = scope.shape(List.of(1L, 2L, 4 * boxes));
    scope.reserveGenerated(shape.elements());
    float[] values = new float[Math.toIntExact(shape.elements())];
    corners(grid, halves, parameters.flag("clip", false), values);
    variances(scope, parameters, values);
    return List.of(new Blob(scope.constant("boxes", Tensor.of(shape, values)), shape));
  }

  private static Grid grid(LayerScope scope, TextMessage parameters) {
    Blob map = scope.bottoms().getFirst();
    Blob picture = scope.bottoms().get(1);
    long size = scope.within(parameters, "img_size", 0, 0, Integer.MAX_VALUE);
    long height = scope.within(parameters, "img_h", size, 0, Integer.MAX_VALUE);
    long width = scope.within(parameters, "img_w", size, 0, Integer.MAX_VALUE);
    float pictureHeight = height > 0 ? height : picture.dim(2);
    float pictureWidth = width > 0 ? width : picture.dim(3);
    float step = parameters.number("step", 0);
    float stepHeight = parameters.number("step_h", step);
    float stepWidth = parameters.number("step_w", step);
    return new Grid(
        map.dim(2),
        map.dim(3),
        pictureHeight,
        pictureWidth,
        stepHeight > 0 ? stepHeight : pictureHeight / map.dim(2),
        stepWidth > 0 ? stepWidth : pictureWidth / map.dim(3),
        parameters.number("offset", 0.5));
  }

  /** The boxes at each place: of each size the square, the square towards the next size, ratios. */
  private static List<Half> halves(LayerScope scope, TextMessage parameters) {
    List<Double> smallest = parameters.numbers("min_size");
    List<Double> largest = parameters.numbers("max_size");
    if (smallest.isEmpty() || (!largest.isEmpty() && largest.size() != smallest.size())) {
      throw scope.bad(
          "%d values of 'min_size', %d of 'max_size'".formatted(smallest.size(), largest.size()),
          "give at least one 'min_size', and no 'max_size' or as many");
    }
    List<Double> ratios = ratios(parameters);
    List<Half> halves = new ArrayList<>();
    for (int i = 0; i < smallest.size(); i++) {
      double size = smallest.get(i).floatValue();
      halves.add(half(size, size));
      if (!largest.isEmpty()) {
        double between = Math.sqrt(size * largest.get(i).floatValue());
        halves.add(half(between, between));
      }
      for (double ratio : ratios) {
        double root = Math.sqrt(ratio);
        halves.add(half(size * root, size / root));
      }
    }
    if (halves.stream().anyMatch(half -> !(half.width() > 0) || !(half.height() > 0))) {
      throw scope.bad("a box without area", "give sizes and ratios above 0");
    }
    return halves;
  }

  private static Half half(double width, double height) {
    return new Half((float) (width / 2), (float) (height / 2));
  }

  /** The ratios besides 1, each followed by its inverse where flips are wanted. */
  private static List<Double> ratios(TextMessage parameters) {
    List<Double> ratios = new ArrayList<>(List.of(1.0));
    boolean flip = parameters.flag("flip", true);
    for (double stated : parameters.numbers("aspect_ratio")) {
      double ratio = (float) stated;
      if (ratios.stream().noneMatch(known -> Math.abs(ratio - known) < SAME_RATIO)) {
        ratios.add(ratio);
        if (flip) {
          ratios.add(1 / ratio);
        }
      }
    }
    return ratios.subList(1, ratios.size());
  }

  private static void corners(Grid grid, List<Half> halves, boolean clip, float[] values) {
    int at = 0;
    for (long y = 0; y < grid.height(); y++) {
      float centreY = (y + grid.offset()) * grid.stepHeight();
      for (long x = 0; x < grid.width(); x++) {
        float centreX = (x + grid.offset()) * grid.stepWidth();
        for (Half half : halves) {
          values[at++] = (centreX - half.width()) / grid.pictureWidth();
          values[at++] = (centreY - half.height()) / grid.pictureHeight();
          values[at++] = (centreX + half.width()) / grid.pictureWidth();
          values[at++] = (centreY + half.height()) / grid.pictureHeight();
        }
      }
    }
    for (int i = 0; clip && i < at; i++) {
      values[i] = Math.clamp(values[i], 0f, 1f);
    }
  }

  private static void variances(LayerScope scope, TextMessage parameters, float[] values) {
    List<Double> stated = parameters.numbers("variance");
    if (stated.size() > 1 && stated.size() != 4) {
      throw scope.bad("%d values of 'variance'".formatted(stated.size()), "give none, one or four");
    }
    int half = values.length / 2;
    for (int i = 0; i < half; i++) {
      double variance = stated.isEmpty() ? 0.1 : stated.get(stated.size() == 1 ? 0 : i % 4);
      values[half + i] = (float) variance;
    }
  }
}
