package io.plumbline.pipeline.doctor;

import io.plumbline.data.picture.NamedTransformer;
import io.plumbline.data.picture.ReadMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Other ways to the network's size. */
final class GeometryVariations {
  private static final List<String> FILTERS =
      List.of("INTER_LINEAR", "INTER_NEAREST", "INTER_CUBIC", "INTER_AREA");
  private static final List<String> PIL_FILTERS = List.of("BILINEAR", "BICUBIC");
  private static final double USUAL_BORDER = 256.0 / 224;

  private GeometryVariations() {}

  /** Other frames: stretched, cut from the middle with a border and without one, and padded. */
  static List<Variation> framed(Recipe recipe, Frame frame) {
    int end = recipe.afterGeometry();
    if (end == 0 || recipe.places(StepKind.GEOMETRY).size() != end) {
      return List.of();
    }
    int side = Math.max(frame.height(), frame.width());
    List<Integer> size = List.of(frame.height(), frame.width());
    int border = (int) Math.rint(side * USUAL_BORDER);
    return Stream.of(
            variation(recipe, end, "stretch pictures to the network's size", resize(recipe, size)),
            variation(
                recipe,
                end,
                "resize the short side to the network's and cut out the middle",
                shortSide(side),
                crop(size)),
            variation(
                recipe,
                end,
                "resize the short side to %d and cut out the middle".formatted(border),
                shortSide(border),
                crop(size)),
            variation(
                recipe,
                end,
                "pad pictures to the network's size",
                new NamedTransformer("PadResizeTransformer").with("target_size", size)))
        .toList();
  }

  private static Variation variation(
      Recipe recipe, int end, String change, NamedTransformer... steps) {
    List<NamedTransformer> changed = new ArrayList<>(List.of(steps));
    changed.addAll(recipe.steps().subList(end, recipe.steps().size()));
    return new Variation(Suspect.CROP, change, recipe.withSteps(changed));
  }

  private static NamedTransformer resize(Recipe recipe, List<Integer> size) {
    return new NamedTransformer("ResizeTransformer")
        .with("target_size", size)
        .with("mode", recipe.mode() == ReadMode.SKIMAGE ? "skimage" : "opencv");
  }

  private static NamedTransformer shortSide(int size) {
    return new NamedTransformer("ShortSideResizeTransformer").with("short_size", size);
  }

  private static NamedTransformer crop(List<Integer> size) {
    return new NamedTransformer("CenterCropTransformer").with("crop_size", size);
  }

  /** The same sizes by other kernels and other libraries. */
  static List<Variation> resampled(Recipe recipe, Frame frame) {
    List<Variation> variations = new ArrayList<>();
    for (int place : recipe.places(StepKind.GEOMETRY)) {
      NamedTransformer step = recipe.steps().get(place);
      others(recipe, step)
          .forEach(
              other ->
                  variations.add(
                      new Variation(
                          Suspect.RESIZE,
                          "resize with " + described(other),
                          recipe.replaced(place, other))));
    }
    return variations;
  }

  private static List<NamedTransformer> others(Recipe recipe, NamedTransformer step) {
    Object size = step.parameters().get(sizeParameter(step));
    if (size == null) {
      return List.of();
    }
    boolean both = size instanceof List<?> list && list.size() == 2;
    List<NamedTransformer> others = new ArrayList<>();
    FILTERS.forEach(filter -> others.add(both ? stretched(size, filter) : shortened(size, filter)));
    if (both) {
      others.add(
          new NamedTransformer("ResizeTransformer")
              .with("target_size", size)
              .with("mode", "skimage"));
    }
    if (recipe.mode() != ReadMode.SKIMAGE) {
      PIL_FILTERS.forEach(
          filter ->
              others.add(
                  new NamedTransformer("PILResizeTransformer")
                      .with("size", size)
                      .with("interpolation", filter)));
    }
    return others;
  }

  /** The parameter that says the size; empty for steps that are no plain resize. */
  private static String sizeParameter(NamedTransformer step) {
    return switch (step.name()) {
      case "ResizeTransformer" -> "target_size";
      case "ShortSideResizeTransformer" -> "short_size";
      case "PILResizeTransformer" -> "size";
      default -> "";
    };
  }

  private static NamedTransformer stretched(Object size, String filter) {
    return new NamedTransformer("ResizeTransformer")
        .with("target_size", size)
        .with("mode", "opencv")
        .with("interpolation", filter);
  }

  private static NamedTransformer shortened(Object size, String filter) {
    return new NamedTransformer("ShortSideResizeTransformer")
        .with("short_size", size)
        .with("interpolation", filter);
  }

  private static String described(NamedTransformer step) {
    return step.name()
        + step.parameters().entrySet().stream()
            .filter(
                entry -> entry.getKey().equals("interpolation") || entry.getKey().equals("mode"))
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .reduce((one, other) -> one + ", " + other)
            .map(text -> " {" + text + "}")
            .orElse("");
  }
}
