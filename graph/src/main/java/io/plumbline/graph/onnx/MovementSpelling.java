package io.plumbline.graph.onnx;

import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.ShapeOf;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.Split;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unsqueeze;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Ops that move elements or look at shapes. */
final class MovementSpelling {
  private MovementSpelling() {}

  static Optional<Recognised> concat(OnnxNode node) {
    return node.raw("axis").isPresent()
        ? Recognised.whole(node, new Concat(OnnxNode.narrow(node.attribute("axis", 0))))
        : Optional.empty();
  }

  static Optional<Recognised> reshape(OnnxNode node) {
    return node.constantLongs(1)
        .flatMap(
            shape ->
                Recognised.first(node, 1, new Reshape(shape, node.attribute("allowzero", 0) != 0)));
  }

  static Optional<Recognised> flatten(OnnxNode node) {
    return Recognised.whole(node, new Flatten(OnnxNode.narrow(node.attribute("axis", 1))));
  }

  static Optional<Recognised> squeeze(OnnxNode node) {
    if (node.opset() < 13 || !node.has(1)) {
      return Recognised.first(node, 1, new Squeeze(node.intAttributes("axes").orElse(List.of())));
    }
    return node.constantLongs(1)
        .flatMap(axes -> Recognised.first(node, 1, new Squeeze(OnnxNode.narrow(axes))));
  }

  static Optional<Recognised> unsqueeze(OnnxNode node) {
    Optional<List<Integer>> axes =
        node.opset() < 13
            ? node.intAttributes("axes")
            : node.constantLongs(1).map(OnnxNode::narrow);
    return axes.flatMap(list -> Recognised.first(node, 1, new Unsqueeze(list)));
  }

  static Optional<Recognised> transpose(OnnxNode node) {
    Optional<List<Integer>> declared = node.intAttributes("perm");
    if (declared.isPresent()) {
      return Recognised.whole(node, new Transpose(declared.get()));
    }
    OptionalInt rank = node.rank(0);
    if (rank.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> reversed =
        IntStream.range(0, rank.getAsInt()).map(i -> rank.getAsInt() - 1 - i).boxed().toList();
    return Recognised.whole(node, new Transpose(reversed));
  }

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
    if (!node.attribute("mode", "constant").equals("constant") || node.has(3)) {
      return Optional.empty();
    }
    if (node.opset() < 11) {
      return node.intAttributes("pads")
          .flatMap(pads -> Recognised.first(node, 1, new Pad(pads, node.attribute("value", 0f))));
    }
    if (node.has(2) && node.constantFloat(2).isEmpty()) {
      return Optional.empty();
    }
    float value = node.constantFloat(2).orElse(0f);
    return node.constantLongs(1)
        .flatMap(pads -> Recognised.first(node, 1, new Pad(OnnxNode.narrow(pads), value)))
        .filter(pad -> isFloat(node) || value == 0);
  }

  /** Whether the input is known to be float: an integer input would need an integer fill value. */
  private static boolean isFloat(OnnxNode node) {
    return node.graph().tensorType(node.node().input(0)).stream()
        .anyMatch(type -> type.dtype() == DType.FLOAT32);
  }

  static Optional<Recognised> gather(OnnxNode node) {
    return Recognised.whole(node, new Gather(OnnxNode.narrow(node.attribute("axis", 0))));
  }

  static Optional<Recognised> split(OnnxNode node) {
    int axis = OnnxNode.narrow(node.attribute("axis", 0));
    Optional<List<Long>> declared =
        node.opset() < 13 ? node.op().intsAttribute("split") : node.constantLongs(1);
    return declared.flatMap(sizes -> Recognised.first(node, 1, new Split(axis, sizes)));
  }

  static Optional<Recognised> identity(OnnxNode node) {
    return Recognised.whole(node, new Identity());
  }

  /** Dropout at inference hands its input on; with a mask output or in training it stays opaque. */
  static Optional<Recognised> dropout(OnnxNode node) {
    boolean training =
        node.has(2) && node.constant(2).map(mode -> mode.getLong(0) != 0).orElse(true);
    return node.hasExtraOutput() || training
        ? Optional.empty()
        : Optional.of(new Recognised(new Identity(), node.node().inputs().subList(0, 1)));
  }

  static Optional<Recognised> cast(OnnxNode node) {
    if (!node.onlyAttributes("to")) {
      return Optional.empty();
    }
    return ElementType.dtype(node.attribute("to", 0))
        .flatMap(to -> Recognised.whole(node, new Cast(to)));
  }

  static Optional<Recognised> shape(OnnxNode node) {
    int start = OnnxNode.narrow(node.attribute("start", 0));
    int end = OnnxNode.narrow(node.attribute("end", Integer.MAX_VALUE));
    return Recognised.whole(node, new ShapeOf(start, end));
  }

  static Spelling spell(Reshape op, Spelling spelling) {
    Spelling.Attributes attributes = Spelling.attributes();
    if (op.allowZero()) {
      attributes.with("allowzero", 1);
    }
    return spelling.as("Reshape", attributes, spelling.longs("shape", op.shape()));
  }

  static Spelling spell(Squeeze op, Spelling spelling) {
    if (op.axes().isEmpty()) {
      return spelling.as("Squeeze");
    }
    return spelling.opset() < 13
        ? spelling.as("Squeeze", Spelling.attributes().with("axes", op.axes()))
        : spelling.as("Squeeze", Spelling.attributes(), spelling.longs("axes", op.axes()));
  }

  static Spelling spell(Unsqueeze op, Spelling spelling) {
    return spelling.opset() < 13
        ? spelling.as("Unsqueeze", Spelling.attributes().with("axes", op.axes()))
        : spelling.as("Unsqueeze", Spelling.attributes(), spelling.longs("axes", op.axes()));
  }

  static Spelling spell(Slice op, Spelling spelling) {
    if (spelling.opset() < 10) {
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
    if (spelling.opset() < 11) {
      return spelling.as(
          "Pad", Spelling.attributes().with("pads", op.pads()).with("value", op.value()));
    }
    String pads = spelling.longs("pads", op.pads());
    return op.value() == 0
        ? spelling.as("Pad", Spelling.attributes(), pads)
        : spelling.as(
            "Pad",
            Spelling.attributes(),
            pads,
            spelling.constant("value", Tensor.scalar(op.value())));
  }

  static Spelling spell(Split op, Spelling spelling) {
    Spelling.Attributes axis = Spelling.attributes().with("axis", op.axis());
    return spelling.opset() < 13
        ? spelling.as("Split", axis.with("split", op.sizes()))
        : spelling.as("Split", axis, spelling.longs("split", op.sizes()));
  }

  static Spelling spell(Cast op, Spelling spelling) {
    return spelling.as("Cast", Spelling.attributes().with("to", ElementType.number(op.to())));
  }

  static Spelling spell(ShapeOf op, Spelling spelling) {
    Spelling.Attributes attributes = Spelling.attributes();
    if (op.start() != 0) {
      attributes.with("start", op.start());
    }
    if (op.end() != Integer.MAX_VALUE) {
      attributes.with("end", op.end());
    }
    return spelling.as("Shape", attributes);
  }
}
