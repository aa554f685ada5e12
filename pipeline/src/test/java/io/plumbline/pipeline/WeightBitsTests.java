package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.WeightBits.Layer;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.tensor.Shape;
import io.plumbline.testkit.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightBitsTests {
  private static List<Layer> layers(int seed) {
    Random random = new Random(seed);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      double wide = random.nextDouble() * 1e-4;
      String name = String.format(Locale.ROOT, "conv_%d", i);
      layers.add(
          new Layer(
              name, 1 + random.nextInt(10_000), wide, wide + random.nextDouble(), WeightBits.WIDE));
    }
    return layers;
  }

  @ParameterizedTest
  @ValueSource(doubles = {4, 4.5, 5, 6, 7.5, 7.99, 8})
  void theMeanIsReachedAndNoLayerIsNarrowedInVain(double mean) {
    for (int seed = 0; seed < 50; seed++) {
      List<Layer> layers = layers(seed);
      Set<String> all = layers.stream().map(Layer::node).collect(Collectors.toSet());
      WeightBits chosen = WeightBits.chosen(layers, all, mean);
      assertThat(chosen.mean()).isLessThanOrEqualTo(mean);
      assertThat(chosen.layers()).extracting(Layer::node).isEqualTo(nodes(layers));
      for (String node : chosen.narrow()) {
        assertThat(widened(chosen, node).mean())
            .as("%s of seed %d", node, seed)
            .isGreaterThan(mean);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {4, 6})
  void layersThatMayNotBeNarrowedStayAsTheyAre(double mean) {
    List<Layer> layers = layers(7);
    WeightBits chosen = WeightBits.chosen(layers, Set.of("conv_1", "conv_2"), mean);
    assertThat(chosen.narrow()).isSubsetOf("conv_1", "conv_2");
    assertThat(WeightBits.chosen(layers, Set.of(), mean).layers()).isEqualTo(layers);
  }

  /** A recurrent layer has weights of its inputs and of its own results. */
  @Test
  void allWeightsOfANodeAreOneLayer() {
    Path model = SharedData.require("models/tract_byte_sb_bilstm_onnx/model.onnx");
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>(Map.of("input", Shape.of(1, 48)));
    CompileRequest request =
        CompileRequest.of(ModelFiles.of(model), new RandomData())
            .withPorts(ModelInterface.OWN.withShapes(shapes))
            .withTarget(BuiltInTarget.named("npu-uint8"));
    Study study = Study.open(request, Progress.SILENT);
    WeightBits bits = WeightBits.of(request, 6, Progress.SILENT);
    assertThat(nodes(bits.layers())).doesNotHaveDuplicates();
    assertThat(bits.layers().stream().mapToLong(Layer::weights).sum())
        .isEqualTo(
            study.plan(study.ranges()).weights().values().stream()
                .mapToLong(constant -> constant.integers().elements())
                .sum());
  }

  private static List<String> nodes(List<Layer> layers) {
    return layers.stream().map(Layer::node).toList();
  }

  private static WeightBits widened(WeightBits bits, String node) {
    return new WeightBits(
        bits.layers().stream()
            .map(
                layer ->
                    layer.node().equals(node)
                        ? new Layer(
                            node, layer.weights(), layer.wide(), layer.narrow(), WeightBits.WIDE)
                        : layer)
            .toList());
  }
}
