package io.plumbline.conformance.random;

import com.google.protobuf.ByteString;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** float16 in place of float32. */
enum Halves implements Dress {
  /** Constants, each with a cast to float32 behind it. */
  CONSTANTS {
    @Override
    public ModelProto on(ModelProto model, Random random) {
      GraphProto graph = model.getGraph();
      Set<String> fixed = fixed(graph);
      GraphProto.Builder changed = graph.toBuilder().clearInitializer().clearNode();
      for (TensorProto tensor : graph.getInitializerList()) {
        if (isReal(tensor) && !fixed.contains(tensor.getName()) && random.nextInt(4) > 0) {
          String narrow = tensor.getName() + "_narrow";
          changed.addInitializer(narrowed(tensor).setName(narrow));
          changed.addNode(cast(narrow, tensor.getName(), FLOAT));
        } else {
          changed.addInitializer(tensor);
        }
      }
      return model.toBuilder().setGraph(changed.addAllNode(graph.getNodeList())).build();
    }
  },

  /**
   * Inputs, outputs, constants and casts, but for the scales of a Resize, and for Celu, which ONNX
   * has in float32 alone.
   */
  EVERYTHING {
    @Override
    public ModelProto on(ModelProto model, Random random) {
      GraphProto graph = model.getGraph();
      Set<String> fixed = fixed(graph);
      GraphProto.Builder changed =
          graph.toBuilder().clearInitializer().clearValueInfo().clearNode();
      graph.getNodeList().forEach(node -> changed.addAllNode(allowed(node)));
      for (TensorProto tensor : graph.getInitializerList()) {
        changed.addInitializer(
            isReal(tensor) && !fixed.contains(tensor.getName())
                ? narrowed(tensor).build()
                : tensor);
      }
      changed.getInputBuilderList().forEach(Halves::narrow);
      changed.getOutputBuilderList().forEach(Halves::narrow);
      for (NodeProto.Builder node : changed.getNodeBuilderList()) {
        if (node.getOpType().equals("Cast") && !node.getOutput(0).endsWith(WIDE)) {
          node.getAttributeBuilderList().stream()
              .filter(attribute -> attribute.getI() == FLOAT)
              .forEach(attribute -> attribute.setI(FLOAT16));
        }
      }
      return model.toBuilder().setGraph(changed).build();
    }
  };

  /** How the names of values end that stay in float32. */
  private static final String WIDE = "_wide";

  private static final int FLOAT = ElementType.number(DType.FLOAT32);
  private static final int FLOAT16 = ElementType.number(DType.FLOAT16);

  private static boolean isReal(TensorProto tensor) {
    return tensor.getDataType() == FLOAT;
  }

  /** Constants that ONNX has in float32 always. */
  private static Set<String> fixed(GraphProto graph) {
    Set<String> fixed = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Resize") || node.getOpType().equals("Upsample")) {
        fixed.addAll(node.getInputList().subList(1, node.getInputCount()));
      }
    }
    return fixed;
  }

  private static TensorProto.Builder narrowed(TensorProto tensor) {
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int elements = raw.remaining() / Float.BYTES;
    ByteBuffer halves = ByteBuffer.allocate(elements * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      halves.putShort(Float.floatToFloat16(raw.getFloat()));
    }
    return tensor.toBuilder().setDataType(FLOAT16).setRawData(ByteString.copyFrom(halves.flip()));
  }

  /** A node, between casts where it needs them. */
  private static List<NodeProto> allowed(NodeProto node) {
    if (!node.getOpType().equals("Celu")) {
      return List.of(node);
    }
    String result = node.getOutput(0);
    String in = result + "_in" + WIDE;
    String out = result + "_out" + WIDE;
    return List.of(
        cast(node.getInput(0), in, FLOAT),
        node.toBuilder().setInput(0, in).setOutput(0, out).build(),
        cast(out, result, FLOAT16));
  }

  private static NodeProto cast(String from, String to, int type) {
    return NodeProto.newBuilder()
        .setOpType("Cast")
        .setName(to + "_cast")
        .addInput(from)
        .addOutput(to)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(type))
        .build();
  }

  private static void narrow(ValueInfoProto.Builder value) {
    if (value.getType().getTensorType().getElemType() == FLOAT) {
      value.getTypeBuilder().getTensorTypeBuilder().setElemType(FLOAT16);
    }
  }
}
