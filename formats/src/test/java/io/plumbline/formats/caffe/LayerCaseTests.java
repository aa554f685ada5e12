package io.plumbline.formats.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer type gives what its definition says, or what OpenCV's runner gives. */
class LayerCaseTests {
  static List<LayerCase> cases() {
    return LayerCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsDefinition(LayerCase layerCase) throws OrtException {
    byte[] weights = layerCase.weights().toByteArray();
    Graph graph = CaffeReader.read(layerCase.text(), weights, "case", Map.of()).graph();
    Map<String, Tensor> ours = OnnxRun.run(graph, layerCase.inputs());
    for (Map.Entry<String, Tensor> output : ours.entrySet()) {
      assertThat(output.getValue().shape())
          .as("shape the importer expects of " + output.getKey())
          .isEqualTo(graph.tensorType(output.getKey()).orElseThrow().shape());
    }
    List<Tensor> results = new ArrayList<>(ours.values());
    if (layerCase.expected().isEmpty()) {
      equalsOpenCv(layerCase, graph, results);
    } else {
      equalsStated(layerCase, results);
    }
  }

  private static void equalsOpenCv(LayerCase layerCase, Graph graph, List<Tensor> results) {
    List<String> layers = new ArrayList<>();
    for (String output : graph.outputs()) {
      layers.add(graph.producer(output).map(Node::name).orElse(output));
    }
    List<Tensor> theirs =
        new ArrayList<>(
            OpenCvRun.run(
                    layerCase.text(), layerCase.weights().toByteArray(), layerCase.inputs(), layers)
                .values());
    for (int i = 0; i < results.size(); i++) {
      if (layerCase.prototxt().contains("DetectionOutput")) {
        Detections.assertEqual(results.get(i), theirs.get(i), 0, layers.get(i));
      } else {
        Closeness.assertClose(results.get(i), theirs.get(i), layers.get(i));
      }
    }
  }

  private static void equalsStated(LayerCase layerCase, List<Tensor> results) {
    assertThat(results).hasSameSizeAs(layerCase.expected());
    for (int i = 0; i < results.size(); i++) {
      LayerCase.Expected expected = layerCase.expected().get(i);
      assertThat(results.get(i).shape()).isEqualTo(expected.shape());
      if (!expected.numbers().isEmpty()) {
        float[] numbers = new float[expected.numbers().size()];
        for (int j = 0; j < numbers.length; j++) {
          numbers[j] = expected.numbers().get(j);
        }
        Closeness.assertClose(results.get(i), Tensor.of(expected.shape(), numbers), "output " + i);
      }
    }
  }

  @Test
  void everyLayerTypeHasACase() {
    TreeSet<String> missing = new TreeSet<>(LayerCatalogue.types());
    for (LayerCase layerCase : cases()) {
      missing.removeIf(type -> layerCase.prototxt().contains("type: \"" + type + "\""));
    }
    assertThat(missing).isSubsetOf("DepthwiseConvolution");
  }
}
