package io.plumbline.graph.onnx;

import io.plumbline.graph.Dim;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.Split;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Ops that cut sections out of a tensor or add a border to it. */
final class SectionSpelling {
  private SectionSpelling() {}

  static Optional<Recognised> slice(OnnxNode node) {
    if (node.opset() < 10) {
      Optional<List<Long>> starts = node.op().intsAttribute("starts");
      Optional<List<Long>> ends = node.op().intsAttribute("ends");
      return starts.isEmpty() || ends.isEmpty()
          ? Optional.empty()
          : slice(
              node,
              starts.get(),
              ends.get(),
              node.intAttributes("axes").orElse(allAxes(starts.get())),
              Collections.nCopies(starts.get().size(), 1L));
    }
    Optional<List<Long>> starts = node.constantLongs(1);
    Optional<List<Long>> ends = node.constantLongs(2);
    Optional<List<Long>> axes = node.constantLongs(3);
    Optional<List<Long>> steps = node.constantLongs(4);
    boolean dynamic =
        starts.isEmpty()
            || ends.isEmpty()
            || (node.has(3) && axes.isEmpty())
            || (node.has(4) && steps.isEmpty());
    return dynamic
        ? Optional.empty()
        : slice(
            node,
            starts.get(),
            ends.get(),
            axes.map(OnnxNode::narrow).orElse(allAxes(starts.get())),
            steps.orElse(Collections.nCopies(starts.get().size(), 1L)));
  }

  private static List<Integer> allAxes(List<Long> starts) {
    return IntStream.range(0, starts.size()).boxed().toList();
  }

  private static Optional<Recognised> slice(
      OnnxNode node, List<Long> starts, List<Long> ends, List<Integer> axes, List<Long> steps) {
    int count = starts.size();
    boolean consistent =
        ends.size() == count
            && axes.size() == count
            && steps.size() == count
            && !steps.contains(0L);
    return consistent
        ? Recognised.first(node, 1, new Slice(starts, ends, axes, steps))
        : Optional.empty();
  }

  static Optional<Recognised> pad(OnnxNode node) {
    Optional<Pad.Mode> mode = mode(node.attribute("mode", "constant"));
    boolean constant = mode.filter(found -> found == Pad.Mode.CONSTANT).isPresent();
    if (mode.isEmpty()) {
      return Optional.empty();
    }
    if (node.opset() < 11) {
      float fill = constant ? node.attribute("value", 0f) : 0;
      return node.intAttributes("pads")
          .flatMap(pads -> Recognised.first(node, 1, new Pad(pads, fill, mode.get())));
    }
    Optional<Float> value = constant && node.has(2) ? fillValue(node) : Optional.of(0f);
    Optional<List<Integer>> pads = node.constantLongs(1).map(OnnxNode::narrow);
    Optional<List<Integer>> border =
        node.has(3) ? pads.flatMap(given -> onAllAxes(node, given)) : pads;
    return value.flatMap(
        fill -> border.flatMap(all -> Recognised.first(node, 1, new Pad(all, fill, mode.get()))));
  }

  private static Optional<Pad.Mode> mode(String name) {
    return Arrays.stream(Pad.Mode.values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /** A float32 constant, or a zero of any type: zero is what is filled in when nothing is said. */
  private static Optional<Float> fillValue(OnnxNode node) {
    return node.constantFloat(2)
        .or(
            () ->
                node.constant(2)
                    .filter(tensor -> tensor.elements() == 1 && isZero(tensor))
                    .map(tensor -> 0f));
  }

  private static boolean isZero(Tensor scalar) {
    return scalar.data().mismatch(Tensor.allocate(scalar.dtype(), scalar.shape()).data()) == -1;
  }

  /** The begins and ends of some axes as begins and ends of all axes. */
  private static Optional<List<Integer>> onAllAxes(OnnxNode node, List<Integer> pads) {
    OptionalInt rank = node.rank(0);
    Optional<List<Integer>> axes = node.constantLongs(3).map(OnnxNode::narrow);
    if (rank.isEmpty() || axes.isEmpty() || pads.size() != 2 * axes.get().size()) {
      return Optional.empty();
    }
    int count = axes.get().size();
    List<Integer> all = new ArrayList<>(Collections.nCopies(2 * rank.getAsInt(), 0));
    for (int i = 0; i < count; i++) {
      int axis = axes.get().get(i) + (axes.get().get(i) < 0 ? rank.getAsInt() : 0);
      if (axis < 0 || axis >= rank.getAsInt()) {
        return Optional.empty();
      }
      all.set(axis, pads.get(i));
      all.set(axis + rank.getAsInt(), pads.get(i + count));
    }
    return Optional.of(all);
  }

  static Optional<Recognised> split(OnnxNode node) {
    int axis = OnnxNode.narrow(node.attribute("axis", 0));
    boolean declared = node.opset() < 13 ? node.hasAttribute("split") : node.has(1);
    Optional<List<Long>> sizes =
        !declared
            ? equalSizes(node, axis)
            : node.opset() < 13 ? node.op().intsAttribute("split") : node.constantLongs(1);
    return sizes
        .filter(list -> list.size() == node.node().outputs().size())
        .flatMap(list -> Recognised.first(node, 1, new Split(axis, list)));
  }

  /** The parts when only their number is given: from opset 18 on the last may be smaller. */
  private static Optional<List<Long>> equalSizes(OnnxNode node, int axis) {
    int parts = node.node().outputs().size();
    Optional<List<Dim>> dims = node.dims(0);
    int index = axis < 0 ? axis + dims.map(List::size).orElse(0) : axis;
    boolean known = dims.isPresent() && index >= 0 && index < dims.get().size();
    if (!known || !(dims.get().get(index) instanceof Dim.Fixed(long extent))) {
      return Optional.empty();
    }
    long size = (extent + parts - 1) / parts;
    long last = extent - size * (parts - 1);
    boolean legal = node.opset() < 18 ? last == size : last > 0;
    if (!legal || node.attribute("num_outputs", parts) != parts) {
      return Optional.empty();
    }
    List<Long> sizes = new ArrayList<>(Collections.nCopies(parts, size));
    sizes.set(parts - 1, last);
    return Optional.of(sizes);
  }

  static Spelling spell(Slice op, Spelling spelling) {
    if (spelling.opset() < 10) {
      if (op.steps().stream().anyMatch(step -> step != 1)) {
        spelling.require("in steps", 10);
      }
      return spelling.as(
          "Slice",
          Spelling.attributes()
              .with("axes", op.axes())
              .with("ends", op.ends())
              .with("starts", op.starts()));
    }
    return spelling.as(
        "Slice",
        Spelling.attributes(),
        spelling.longs("starts", op.starts()),
        spelling.longs("ends", op.ends()),
        spelling.longs("axes", op.axes()),
        spelling.longs("steps", op.steps()));
  }

  static Spelling spell(Pad op, Spelling spelling) {
    if (op.mode() == Pad.Mode.WRAP) {
      spelling.require("that wraps", 19);
    }
    Spelling.Attributes attributes = Spelling.attributes();
    if (op.mode() != Pad.Mode.CONSTANT) {
      attributes.with("mode", op.mode().name().toLowerCase(Locale.ROOT));
    }
    if (spelling.opset() < 11) {
      return spelling.as("Pad", attributes.with("pads", op.pads()).with("value", op.value()));
    }
    String pads = spelling.longs("pads", op.pads());
    return Float.floatToRawIntBits(op.value()) == 0
        ? spelling.as("Pad", attributes, pads)
        : spelling.as("Pad", attributes, pads, spelling.scalar("value", op.value()));
  }

  static Spelling spell(Split op, Spelling spelling) {
    Spelling.Attributes axis = Spelling.attributes().with("axis", op.axis());
    return spelling.opset() < 13
        ? spelling.as("Split", axis.with("split", op.sizes()))
        : spelling.as("Split", axis, spelling.longs("split", op.sizes()));
  }
}
