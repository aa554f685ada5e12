package io.plumbline.formats.caffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.plumbline.formats.source.SourceModel;
import io.plumbline.formats.wire.caffe.BlobProto;
import io.plumbline.formats.wire.caffe.BlobShape;
import io.plumbline.formats.wire.caffe.LayerWeights;
import io.plumbline.formats.wire.caffe.LayerWeightsV1;
import io.plumbline.formats.wire.caffe.NetWeights;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.UnsupportedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong with a network is said by layer, with what was expected and what was found. */
class BadCaffeTests {
  private static final String INPUT = "input: 'data' input_shape { dim: 1 dim: 2 dim: 4 dim: 4 }\n";
  private static final String CONV =
      "layer { name: 'conv' type: 'Convolution' bottom: 'data' top: 'conv'"
          + " convolution_param { num_output: 3 kernel_size: 1 bias_term: false } }\n";
  private static final String RELU = "layer { name: 'r' type: 'ReLU' bottom: 'data' top: 'r' }\n";

  private static NetWeights weights(String layer, int... dims) {
    BlobProto.Builder blob = BlobProto.newBuilder().setShape(BlobShape.newBuilder());
    int count = 1;
    for (int dim : dims) {
      blob.getShapeBuilder().addDim(dim);
      count *= dim;
    }
    for (int i = 0; i < count; i++) {
      blob.addData(i);
    }
    return NetWeights.newBuilder()
        .addLayer(LayerWeights.newBuilder().setName(layer).addBlobs(blob))
        .build();
  }

  private static SourceModel read(String text, NetWeights weights, String... shapes) {
    Map<String, Shape> given =
        shapes.length == 0 ? Map.of() : Map.of(shapes[0], Shape.parse(shapes[1]));
    return CaffeReader.read(
        text.getBytes(StandardCharsets.UTF_8), weights.toByteArray(), "net", given);
  }

  @Test
  void missingWeightsNameTheLayerAndTheShape() {
    assertThatThrownBy(() -> read(INPUT + CONV, weights("conv1", 3, 2, 1, 1)))
        .isInstanceOf(BadModelException.class)
        .hasMessageContaining("'conv'")
        .hasMessageContaining("3x2x1x1")
        .hasMessageContaining("'conv1'");
  }

  @Test
  void weightsOfAnotherSizeNameBothShapes() {
    assertThatThrownBy(() -> read(INPUT + CONV, weights("conv", 3, 3, 1, 1)))
        .isInstanceOf(BadModelException.class)
        .hasMessageContaining("must be 3x2x1x1")
        .hasMessageContaining("has 3x3x1x1");
  }

  @Test
  void weightsThatContradictTheirOwnShape() {
    NetWeights net =
        NetWeights.newBuilder()
            .addLayer(
                LayerWeights.newBuilder()
                    .setName("conv")
                    .addBlobs(
                        BlobProto.newBuilder()
                            .setNum(1 << 30)
                            .setChannels(1 << 30)
                            .setHeight(4)
                            .setWidth(1)
                            .addData(1)))
            .build();
    assertThatThrownBy(() -> read(INPUT + CONV, net))
        .isInstanceOf(BadModelException.class)
        .hasMessageContaining("holds 1 numbers");
  }

  @Test
  void halfPrecisionAndDoubleWeightsAreRead() {
    BlobProto half =
        BlobProto.newBuilder()
            .setRawDataType(2)
            .setRawData(ByteString.copyFrom(new byte[] {0, 0x3C, 0, 0x40}))
            .build();
    BlobProto twice = BlobProto.newBuilder().addDoubleData(1).addDoubleData(2).build();
    for (BlobProto blob : List.of(half, twice)) {
      NetWeights net =
          NetWeights.newBuilder()
              .addLayers(LayerWeightsV1.newBuilder().setName("s").addBlobs(blob))
              .build();
      Graph graph =
          read(INPUT + "layer { name: 's' type: 'Scale' bottom: 'data' top: 's' }", net).graph();
      assertThat(graph.constant("s.scale").orElseThrow().toFloats()).containsExactly(1, 2);
    }
  }

  @Test
  void unusedWeightsAreReported() {
    assertThat(read(INPUT + RELU, weights("aux", 1)).findings())
        .extracting(Finding::code)
        .containsExactly("caffe.unused-weights");
  }

  @Test
  void unknownShapeSaysWhatToGive() {
    String text = "layer { name: 'd' type: 'Data' top: 'data' top: 'label' }" + RELU;
    assertThatThrownBy(() -> read(text, weights("x", 1)))
        .isInstanceOfSatisfying(
            BadConfigurationException.class,
            e -> assertThat(e.remedy()).contains("-i data 1x3x224x224"));
    Graph graph = read(text, weights("x", 1), "data", "1x5").graph();
    assertThat(graph.inputs()).containsExactly("data");
  }

  @Test
  void unknownLayerIsRefusedByName() {
    assertThatThrownBy(
            () ->
                read(
                    INPUT + "layer { name: 'p' type: 'Poolng' bottom: 'data' top: 'p' }",
                    weights("x", 1)))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("'p' (Poolng)")
        .hasMessageContaining("did you mean 'Pooling'");
  }

  @Test
  void firstStyleIsRefusedByName() {
    assertThatThrownBy(
            () ->
                read(
                    INPUT + "layers { layer { name: 'p' type: 'pool' } bottom: 'data' top: 'p' }",
                    weights("x", 1)))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("V0");
  }

  @Test
  void secondStyleIsRead() {
    String text =
        INPUT
            + "layers { name: 'ip' type: INNER_PRODUCT bottom: 'data' top: 'ip' blobs_lr: 1"
            + " inner_product_param { num_output: 2 bias_term: false } }"
            + " layers { name: 'loss' type: SOFTMAX_LOSS bottom: 'ip' bottom: 'label' }";
    NetWeights net =
        NetWeights.newBuilder()
            .addLayers(
                LayerWeightsV1.newBuilder()
                    .setName("ip")
                    .setType(14)
                    .addBlobs(weights("ip", 1, 1, 2, 32).getLayer(0).getBlobs(0)))
            .build();
    Graph graph = read(text, net).graph();
    assertThat(graph.outputs()).containsExactly("ip");
    assertThat(graph.constant("ip.weight").orElseThrow().shape()).isEqualTo(Shape.of(2, 32));
  }

  @Test
  void trainingLayersAndPhasesAreLeftOut() {
    String text =
        INPUT
            + "layer { name: 'a' type: 'Power' bottom: 'data' top: 'a' include { phase: TRAIN } }"
            + "layer { name: 'b' type: 'Power' bottom: 'data' top: 'a' exclude { phase: TRAIN } }"
            + "layer { name: 'c' type: 'ReLU' bottom: 'a' top: 'a' }"
            + "layer { name: 'acc' type: 'Accuracy' bottom: 'a' bottom: 'label' top: 'acc' }";
    Graph graph = read(text, weights("x", 1)).graph();
    assertThat(graph.nodes()).extracting(Node::name).containsExactly("b", "c");
    assertThat(graph.outputs()).containsExactly("a");
    assertThat(graph.node("b").output()).isEqualTo("a_before_c");
    assertThat(graph.node("c").origins()).containsExactly("c");
  }

  @Test
  void textFaultsNameTheLine() {
    assertThatThrownBy(() -> read(INPUT + "layer { name: 'p' \n type 7 }", weights("x", 1)))
        .isInstanceOfSatisfying(
            BadModelException.class, e -> assertThat(e.where()).isEqualTo("net.prototxt:3"));
    assertThatThrownBy(() -> read(INPUT + CONV.replace("3", "three"), weights("conv", 1)))
        .hasMessageContaining("'num_output': expected a whole number, found 'three'");
    assertThatThrownBy(() -> read("a{".repeat(100_000), weights("x", 1)))
        .hasMessageContaining("nest deeper");
  }
}
