package io.plumbline.formats.onnx;

import static io.plumbline.formats.onnx.Models.model;
import static io.plumbline.formats.onnx.Models.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

class FourBitTests {
  private static final int UINT4 = 21;
  private static final int INT4 = 22;

  private static TensorProto.Builder tensor(String name, int type, int... bytes) {
    byte[] raw = new byte[bytes.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type)
        .addDims(3)
        .setRawData(ByteString.copyFrom(raw));
  }

  private static Graph read(GraphProto.Builder graph) {
    return OnnxReader.read(model(graph).build().toByteArray(), "four bits");
  }

  private static GraphProto.Builder dequantised(TensorProto.Builder weights) {
    return GraphProto.newBuilder()
        .addInitializer(weights)
        .addInitializer(Models.floats("s", 1))
        .addNode(node("DequantizeLinear", List.of("w", "s"), List.of("y")));
  }

  @Test
  void weightsThatAreDequantisedAreTheSameNumbersInEightBits() {
    Graph signed = read(dequantised(tensor("w", INT4, 0x87, 0x0F)));
    assertThat(signed.constant("w").orElseThrow().dtype()).isEqualTo(DType.INT8);
    assertThat(signed.constant("w").orElseThrow().toInts()).containsExactly(7, -8, -1);
    Graph unsigned = read(dequantised(tensor("w", UINT4, 0x87, 0x0F)));
    assertThat(unsigned.constant("w").orElseThrow().dtype()).isEqualTo(DType.UINT8);
    assertThat(unsigned.constant("w").orElseThrow().toInts()).containsExactly(7, 8, 15);
    Graph typed =
        read(dequantised(tensor("w", INT4).clearRawData().addAllInt32Data(List.of(0x87, 0x0F))));
    assertThat(typed.constant("w").orElseThrow().toInts()).containsExactly(7, -8, -1);
  }

  @Test
  void theZeroPointThatSaysWhereToSaturateKeepsItsType() {
    Graph graph =
        read(
            GraphProto.newBuilder()
                .addInitializer(tensor("z", INT4, 0, 0))
                .addInitializer(Models.floats("s", 1))
                .addNode(node("QuantizeLinear", List.of("x", "s", "z"), List.of("q")))
                .addNode(node("DequantizeLinear", List.of("q", "s", "z"), List.of("y"))));
    assertThat(graph.constant("z")).isEmpty();
  }

  @Test
  void tooFewBytesAreRefused() {
    assertThatThrownBy(() -> read(dequantised(tensor("w", INT4, 0x87))))
        .isInstanceOfSatisfying(
            BadModelException.class, e -> assertThat(e.code()).isEqualTo("model.tensor-size"));
  }
}
