package io.plumbline.formats.onnx;

import com.google.protobuf.ByteString;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Integers of 4 bits as the same numbers in 8 bits. Where they are only dequantised, that means the
 * same; as the zero point of QuantizeLinear their type says where to saturate, so they stay.
 */
final class FourBitCodec {
  private static final int UINT4 = 21;
  private static final int INT4 = 22;

  private FourBitCodec() {}

  /** The initializers of 4 bits that nothing but DequantizeLinear reads. */
  static Set<String> widened(GraphProto graph) {
    Set<String> candidates = new HashSet<>();
    graph.getInitializerList().stream()
        .filter(tensor -> tensor.getDataType() == UINT4 || tensor.getDataType() == INT4)
        .forEach(tensor -> candidates.add(tensor.getName()));
    if (candidates.isEmpty()) {
      return candidates;
    }
    graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(candidates::remove);
    int before;
    do {
      before = candidates.size();
      graph.getNodeList().forEach(node -> removeUnlessDequantised(node, candidates));
    } while (candidates.size() < before);
    return candidates;
  }

  /** Integers and zero point of a DequantizeLinear are widened both or neither. */
  private static void removeUnlessDequantised(NodeProto node, Set<String> candidates) {
    List<String> reads = node.getInputList();
    boolean together =
        node.getOpType().equals("DequantizeLinear")
            && !reads.isEmpty()
            && candidates.contains(reads.getFirst())
            && (reads.size() < 3 || reads.get(2).isEmpty() || candidates.contains(reads.get(2)));
    if (!together) {
      reads.forEach(candidates::remove);
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      removeReadIn(attribute, candidates);
    }
  }

  private static void removeReadIn(AttributeProto attribute, Set<String> candidates) {
    List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
    if (attribute.hasG()) {
      graphs.add(attribute.getG());
    }
    for (GraphProto graph : graphs) {
      graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(candidates::remove);
      for (NodeProto node : graph.getNodeList()) {
        node.getInputList().forEach(candidates::remove);
        node.getAttributeList().forEach(inner -> removeReadIn(inner, candidates));
      }
    }
  }

  /**
   * The numbers as int8 or uint8; two lie in a byte, the first in its low half.
   *
   * @throws BadModelException when the data are too few or too many
   */
  static Tensor read(TensorProto given, ModelSource source) {
    TensorProto proto = SelfContained.of(source).tensors().apply(given);
    long bytes = TensorCodec.bytes(proto, source);
    long found = proto.hasRawData() ? proto.getRawData().size() : proto.getInt32DataCount();
    if (bytes != found) {
      throw source.bad(
          "model.tensor-size",
          "tensor '%s' of 4-bit integers needs %d bytes of data, found %d"
              .formatted(proto.getName(), bytes, found),
          "the file is damaged; export it again");
    }
    boolean signed = proto.getDataType() == INT4;
    Tensor tensor =
        Tensor.allocate(signed ? DType.INT8 : DType.UINT8, Shape.of(proto.getDimsList()));
    ByteString raw = proto.getRawData();
    for (long i = 0; i < tensor.elements(); i++) {
      int at = Math.toIntExact(i / 2);
      int pair = proto.hasRawData() ? raw.byteAt(at) : proto.getInt32Data(at);
      int bits = i % 2 == 0 ? pair & 0xF : pair >> 4 & 0xF;
      int number = signed && bits > 7 ? bits - 16 : bits;
      tensor.data().set(ValueLayout.JAVA_BYTE, i, (byte) number);
    }
    return tensor;
  }
}
