package io.plumbline.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.onnx.RaiseOpset;
import io.plumbline.tensor.UnsupportedException;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RaiseOpsetTests {
  /** Every single-operator model that may move to the newest opset means the same there. */
  @Test
  void raisedModelsGiveTheSameBits() throws IOException {
    Path folder = SharedData.require("conformance/tests/node");
    List<Path> cases;
    try (Stream<Path> entries = Files.list(folder)) {
      cases = entries.filter(entry -> Files.exists(entry.resolve("model.onnx"))).sorted().toList();
    }
    Map<String, String> failures = new TreeMap<>();
    List<Path> compared = new ArrayList<>();
    for (Path entry : cases) {
      ModelProto model = ModelProto.parseFrom(Files.readAllBytes(entry.resolve("model.onnx")));
      long opset = ModelInfoCodec.opset(model);
      if (opset < OnnxReader.OLDEST_OPSET || opset >= OnnxReader.NEWEST_OPSET) {
        continue;
      }
      Graph graph = OnnxReader.read(entry.resolve("model.onnx"));
      if (!RaiseOpset.obstacles(graph, OnnxReader.NEWEST_OPSET).isEmpty()) {
        continue;
      }
      byte[] raised = OnnxWriter.toBytes(RaiseOpset.apply(graph, OnnxReader.NEWEST_OPSET));
      ConformanceRoundTripTests.differentBits(model.toByteArray(), raised, entry)
          .ifPresent(why -> failures.put(entry.getFileName().toString(), why));
      compared.add(entry);
    }
    assertThat(failures).isEmpty();
    assertThat(compared).hasSizeGreaterThan(500);
  }

  @Test
  void upsampleBecomesResize() throws IOException, OrtException {
    Path file = SharedData.require("models/deeplabv3_mnv2_onnx/deeplab_v3_1_default_1.onnx");
    Graph graph = RaiseOpset.apply(OnnxReader.read(file), 17);
    byte[] original = Files.readAllBytes(file);
    var inputs = ModelRoundTripTests.inputs(original, "deeplab");
    assertThat(OrtRun.run(OnnxWriter.toBytes(graph), inputs))
        .isEqualTo(OrtRun.run(original, inputs));
  }

  @Test
  void mobileNetMovesToOpset13() throws IOException, OrtException {
    Path file = SharedData.require("models/mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx");
    Graph graph = RaiseOpset.apply(OnnxReader.read(file), 13);
    byte[] original = Files.readAllBytes(file);
    var inputs = ModelRoundTripTests.inputs(original, "mobilenet");
    assertThat(OrtRun.run(OnnxWriter.toBytes(graph), inputs))
        .isEqualTo(OrtRun.run(original, inputs));
  }

  @Test
  void nodesInTheWayAreNamed() {
    GraphProto.Builder proto = GraphProto.newBuilder().addNode(Models.node("Upsample", "x", "y"));
    ModelProto.Builder model = Models.model(proto);
    model.getOpsetImportBuilder(0).setVersion(8);
    Graph graph = OnnxReader.read(model.build().toByteArray(), "upsample.onnx");
    assertThatThrownBy(() -> RaiseOpset.apply(graph, 13))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("Upsample_0")
        .hasMessageContaining("changed at opset 9");
    assertThat(RaiseOpset.apply(graph, 8)).isSameAs(graph);
  }
}
