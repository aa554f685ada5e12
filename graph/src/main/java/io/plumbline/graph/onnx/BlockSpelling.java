package io.plumbline.graph.onnx;

import io.plumbline.graph.op.DepthToSpace;
import io.plumbline.graph.op.Expand;
import io.plumbline.graph.op.SpaceToDepth;
import io.plumbline.graph.op.Tile;
import java.util.Optional;

/** Ops that repeat elements, or move them between channels and positions. */
final class BlockSpelling {
  private BlockSpelling() {}

  static Optional<Recognised> tile(OnnxNode node) {
    return node.constantLongs(1).flatMap(repeats -> Recognised.first(node, 1, new Tile(repeats)));
  }

  static Optional<Recognised> expand(OnnxNode node) {
    return node.constantLongs(1).flatMap(shape -> Recognised.first(node, 1, new Expand(shape)));
  }

  static Optional<Recognised> depthToSpace(OnnxNode node) {
    Optional<DepthToSpace.Order> order =
        switch (node.attribute("mode", "DCR")) {
          case "DCR" -> Optional.of(DepthToSpace.Order.DCR);
          case "CRD" -> Optional.of(DepthToSpace.Order.CRD);
          default -> Optional.empty();
        };
    return block(node)
        .flatMap(
            block ->
                order.flatMap(known -> Recognised.whole(node, new DepthToSpace(block, known))));
  }

  static Optional<Recognised> spaceToDepth(OnnxNode node) {
    return block(node).flatMap(block -> Recognised.whole(node, new SpaceToDepth(block)));
  }

  private static Optional<Integer> block(OnnxNode node) {
    int block = OnnxNode.narrow(node.attribute("blocksize", 0));
    return block > 0 ? Optional.of(block) : Optional.empty();
  }

  static Spelling spell(Tile op, Spelling spelling) {
    return spelling.as("Tile", Spelling.attributes(), spelling.longs("repeats", op.repeats()));
  }

  static Spelling spell(Expand op, Spelling spelling) {
    return spelling
        .require("to a shape", 8)
        .as("Expand", Spelling.attributes(), spelling.longs("shape", op.shape()));
  }

  static Spelling spell(DepthToSpace op, Spelling spelling) {
    Spelling.Attributes attributes = Spelling.attributes().with("blocksize", op.block());
    if (op.order() != DepthToSpace.Order.DCR) {
      spelling.require("of leading channels", 11);
      attributes.with("mode", op.order().name());
    }
    return spelling.as("DepthToSpace", attributes);
  }
}
