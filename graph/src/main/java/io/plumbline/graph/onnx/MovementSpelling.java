package io.plumbline.graph.onnx;

import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.ShapeOf;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unsqueeze;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Ops that move elements or look at shapes. */
final class MovementSpelling {
  private MovementSpelling() {}

  static Optional<Recognised> concat(OnnxNode node) {
    return node.hasAttribute("axis")
        ? Recognised.whole(node, new Concat(OnnxNode.narrow(node.attribute("axis", 0))))
        : Optional.empty();
  }

  static Optional<Recognised> reshape(OnnxNode node) {
    return node.constantLongs(1)
        .flatMap(shape -> Recognised.first(node, 1, new Reshape(shape, allowsZero(node, shape))));
  }

  /** Without a zero in the shape it makes no difference how one would be read. */
  private static boolean allowsZero(OnnxNode node, List<Long> shape) {
    return node.attribute("allowzero", 0) != 0 && shape.contains(0L);
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

  static Optional<Recognised> gather(OnnxNode node) {
    return Recognised.whole(node, new Gather(OnnxNode.narrow(node.attribute("axis", 0))));
  }

  /** Dropout at inference hands its input on; with a mask output or in training it stays opaque. */
  static Optional<Recognised> dropout(OnnxNode node) {
    boolean training =
        node.has(2) && node.constantLongs(2).map(mode -> !mode.equals(List.of(0L))).orElse(true);
    return training
        ? Optional.empty()
        : Optional.of(new Recognised(new Identity(), node.node().inputs().subList(0, 1)));
  }

  static Optional<Recognised> cast(OnnxNode node) {
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
    if (op.allowZero() && op.shape().contains(0L)) {
      spelling.require("to an extent of 0", 14);
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

  static Spelling spell(Cast op, Spelling spelling) {
    return spelling.as("Cast", Spelling.attributes().with("to", ElementType.number(op.to())));
  }

  static Spelling spell(ShapeOf op, Spelling spelling) {
    if (op.start() != 0 || op.end() != Integer.MAX_VALUE) {
      spelling.require("of some axes", 15);
    }
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
