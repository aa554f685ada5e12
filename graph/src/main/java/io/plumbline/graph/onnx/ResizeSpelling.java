package io.plumbline.graph.onnx;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.Resize;
import io.plumbline.graph.op.Resize.Coordinates;
import io.plumbline.graph.op.Resize.Mode;
import io.plumbline.graph.op.Resize.Nearest;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Resize, and Upsample and Resize of opset 7 to 10, where output position x reads input position x
 * / scale and nearest rounds it down when enlarging (ONNX operator change log, Upsample-7,
 * Upsample-9, Resize-10, Resize-11, Resize-13, Resize-18).
 */
final class ResizeSpelling {
  private static final float DEFAULT_CUBIC_COEFFICIENT = -0.75f;

  private ResizeSpelling() {}

  /** Upsample, and Resize of opset 10: enlarging only, for their rounding of the rest is open. */
  static Optional<Recognised> upsample(OnnxNode node) {
    Optional<List<Float>> scales =
        node.opset() < 9 ? scalesAttribute(node) : constantFloats(node, 1);
    Optional<Mode> mode = mode(node).filter(found -> found != Mode.CUBIC);
    return scales
        .filter(list -> !list.isEmpty() && list.stream().allMatch(scale -> scale >= 1))
        .flatMap(
            list ->
                mode.flatMap(
                    found ->
                        Recognised.first(
                            node,
                            1,
                            new Resize(
                                found,
                                Coordinates.ASYMMETRIC,
                                Nearest.FLOOR,
                                list,
                                List.of(),
                                DEFAULT_CUBIC_COEFFICIENT,
                                false))));
  }

  static Optional<Recognised> resize(OnnxNode node) {
    if (node.opset() < 11) {
      return upsample(node);
    }
    Optional<List<Float>> scales =
        given(node, 2) ? constantFloats(node, 2) : Optional.of(List.of());
    Optional<List<Long>> sizes = given(node, 3) ? node.constantLongs(3) : Optional.of(List.of());
    boolean unusual =
        node.attribute("antialias", 0) != 0
            || !node.attribute("keep_aspect_ratio_policy", "stretch").equals("stretch");
    if (unusual || scales.isEmpty() || sizes.isEmpty()) {
      return Optional.empty();
    }
    return node.hasAttribute("axes")
        ? onAllAxes(node, scales.get(), sizes.get())
        : resize(node, scales.get(), sizes.get());
  }

  private static Optional<Recognised> resize(OnnxNode node, List<Float> scales, List<Long> sizes) {
    Optional<Mode> mode = mode(node);
    Optional<Coordinates> coordinates = coordinates(node);
    Optional<Nearest> nearest = nearest(node);
    boolean known = mode.isPresent() && coordinates.isPresent() && nearest.isPresent();
    return !known || scales.isEmpty() == sizes.isEmpty()
        ? Optional.empty()
        : Recognised.first(
            node,
            1,
            new Resize(
                mode.get(),
                coordinates.get(),
                nearest.get(),
                scales,
                sizes,
                node.attribute("cubic_coeff_a", DEFAULT_CUBIC_COEFFICIENT),
                node.attribute("exclude_outside", 0) != 0));
  }

  /** The factors or extents of some axes as those of all axes. */
  private static Optional<Recognised> onAllAxes(
      OnnxNode node, List<Float> scales, List<Long> sizes) {
    List<Integer> axes = node.intAttributes("axes").orElse(List.of());
    Optional<List<Dim>> dims = node.dims(0);
    int count = Math.max(scales.size(), sizes.size());
    if (dims.isEmpty() || axes.size() != count) {
      return Optional.empty();
    }
    int rank = dims.get().size();
    List<Float> allScales = new ArrayList<>(Collections.nCopies(rank, 1f));
    List<Long> allSizes = new ArrayList<>();
    for (Dim dim : dims.get()) {
      allSizes.add(dim instanceof Dim.Fixed(long extent) ? extent : -1L);
    }
    for (int i = 0; i < count; i++) {
      int axis = axes.get(i) + (axes.get(i) < 0 ? rank : 0);
      if (axis < 0 || axis >= rank) {
        return Optional.empty();
      }
      if (sizes.isEmpty()) {
        allScales.set(axis, scales.get(i));
      } else {
        allSizes.set(axis, sizes.get(i));
      }
    }
    if (sizes.isEmpty()) {
      return resize(node, allScales, List.of());
    }
    return allSizes.contains(-1L) ? Optional.empty() : resize(node, List.of(), allSizes);
  }

  /** Whether an optional input says something: an empty tensor stands for an absent one. */
  private static boolean given(OnnxNode node, int input) {
    return node.has(input)
        && node.constant(input).map(tensor -> tensor.elements() > 0).orElse(true);
  }

  private static Optional<List<Float>> constantFloats(OnnxNode node, int input) {
    return node.constant(input)
        .filter(tensor -> tensor.dtype() == DType.FLOAT32 && tensor.shape().rank() == 1)
        .map(tensor -> floats(tensor.toFloats()));
  }

  private static List<Float> floats(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static Optional<List<Float>> scalesAttribute(OnnxNode node) {
    return node.op()
        .attribute("scales")
        .map(
            attribute ->
                attribute instanceof Attribute.Floats(List<Float> values) ? values : List.of());
  }

  private static Optional<Mode> mode(OnnxNode node) {
    return named(Mode.values(), node.attribute("mode", "nearest"));
  }

  /** The rule for one-element outputs aside, pytorch_half_pixel is half_pixel. */
  private static Optional<Coordinates> coordinates(OnnxNode node) {
    return named(
        Coordinates.values(), node.attribute("coordinate_transformation_mode", "half_pixel"));
  }

  private static Optional<Nearest> nearest(OnnxNode node) {
    return named(Nearest.values(), node.attribute("nearest_mode", "round_prefer_floor"));
  }

  private static <E extends Enum<E>> Optional<E> named(E[] constants, String name) {
    return Arrays.stream(constants).filter(constant -> label(constant).equals(name)).findFirst();
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Spelling spell(Resize op, Spelling spelling) {
    return spelling.opset() < 11 ? enlarge(op, spelling) : resize(op, spelling);
  }

  private static Spelling enlarge(Resize op, Spelling spelling) {
    boolean plain =
        op.mode() != Mode.CUBIC
            && op.coordinates() == Coordinates.ASYMMETRIC
            && op.nearest() == Nearest.FLOOR
            && op.scales().stream().allMatch(scale -> scale >= 1)
            && op.sizes().isEmpty();
    if (!plain) {
      spelling.require("with rules of its own", 11);
    }
    Spelling.Attributes mode = Spelling.attributes().with("mode", label(op.mode()));
    if (spelling.opset() < 9) {
      return spelling.as("Upsample", mode.withFloats("scales", op.scales()));
    }
    return spelling.as(
        spelling.opset() < 10 ? "Upsample" : "Resize", mode, scales(op.scales(), spelling));
  }

  private static Spelling resize(Resize op, Spelling spelling) {
    if (op.coordinates() == Coordinates.HALF_PIXEL_SYMMETRIC) {
      spelling.require("around the centre", 19);
    }
    Spelling.Attributes attributes =
        Spelling.attributes().with("coordinate_transformation_mode", label(op.coordinates()));
    if (op.mode() == Mode.CUBIC) {
      attributes
          .with("cubic_coeff_a", op.cubicCoefficient())
          .with("exclude_outside", op.excludeOutside() ? 1 : 0);
    }
    attributes.with("mode", label(op.mode())).with("nearest_mode", label(op.nearest()));
    boolean required = spelling.opset() < 13;
    List<String> inputs = new ArrayList<>(spelling.node().inputs());
    inputs.add(required ? scales("roi", List.of(), spelling) : Node.ABSENT);
    if (op.sizes().isEmpty()) {
      inputs.add(scales(op.scales(), spelling));
    } else {
      inputs.add(required ? scales("scales", List.of(), spelling) : Node.ABSENT);
      inputs.add(spelling.longs("sizes", op.sizes()));
    }
    return spelling.as("Resize", attributes, inputs);
  }

  private static String scales(List<Float> scales, Spelling spelling) {
    return scales("scales", scales, spelling);
  }

  private static String scales(String name, List<Float> scales, Spelling spelling) {
    float[] values = new float[scales.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = scales.get(i);
    }
    return spelling.constant(name, Tensor.of(Shape.of(values.length), values));
  }
}
