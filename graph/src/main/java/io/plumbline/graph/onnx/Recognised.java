package io.plumbline.graph.onnx;

import io.plumbline.graph.op.Op;
import java.util.List;
import java.util.Optional;

/** A typed op and the inputs it keeps: parameters that moved into the record are gone. */
record Recognised(Op op, List<String> inputs) {
  /** The op with all inputs of the node. */
  static Optional<Recognised> whole(OnnxNode node, Op op) {
    return Optional.of(new Recognised(op, node.node().inputs()));
  }

  /** The op with the first inputs of the node. */
  static Optional<Recognised> first(OnnxNode node, int inputs, Op op) {
    return Optional.of(
        new Recognised(
            op, node.node().inputs().subList(0, Math.min(inputs, node.node().inputs().size()))));
  }
}
