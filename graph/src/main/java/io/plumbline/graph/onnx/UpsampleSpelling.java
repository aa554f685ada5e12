package io.plumbline.graph.onnx;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Upsample of opset 9 in the words of Resize from opset 13 on: output position x reads input
 * position x / scale, nearest rounds it down (ONNX operator change log, Upsample-9, Resize-13).
 */
final class UpsampleSpelling {
  private static final long FIRST = 9;
  private static final long RESIZE_WITHOUT_ROI = 13;

  private UpsampleSpelling() {}

  /** Whether a node of this op at one opset has a Resize of equal meaning at the other. */
  static boolean canResize(OpaqueOp op, long from, long to) {
    return op.type().equals("Upsample")
        && from == FIRST
        && to >= RESIZE_WITHOUT_ROI
        && Set.of("mode").containsAll(op.attributes().keySet())
        && Set.of("nearest", "linear").contains(op.stringAttribute("mode", "nearest"));
  }

  /** The node itself, or the Resize that stands for an Upsample. */
  static Node asResize(Node node) {
    if (!(node.op() instanceof OpaqueOp op)
        || !RecogniseOps.isDefault(op.domain())
        || !op.type().equals("Upsample")) {
      return node;
    }
    SequencedMap<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("coordinate_transformation_mode", new Attribute.StringValue("asymmetric"));
    attributes.put("mode", new Attribute.StringValue(op.stringAttribute("mode", "nearest")));
    attributes.put("nearest_mode", new Attribute.StringValue("floor"));
    return node.withOp(new OpaqueOp("", "Resize", attributes))
        .withInputs(List.of(node.input(0), Node.ABSENT, node.input(1)));
  }
}
