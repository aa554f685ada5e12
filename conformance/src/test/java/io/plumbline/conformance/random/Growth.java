package io.plumbline.conformance.random;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What grows from a seed: a model file's bytes as a graph, and samples for its inputs. */
final class Growth {
  private static final long OLDEST = 9;
  private static final long NEWEST = 21;

  private Growth() {}

  /** A graph of 5 to 40 nodes, at an opset from 9 to 21, of batch 1 to 3. */
  static Graph graph(long seed) {
    return graph(seed, Family.ALL);
  }

  /** Likewise, of ops of given families. */
  static Graph graph(long seed, List<Family> families) {
    long opset = OLDEST + Math.floorMod((seed * 0x9E3779B97F4A7C15L) >>> 32, NEWEST - OLDEST + 1);
    while (true) {
      Graph graph = sketch(seed, opset, families).graph("random_" + seed);
      try {
        return OnnxReader.read(OnnxWriter.toBytes(graph), graph.name());
      } catch (UnsupportedException e) {
        // An op that this opset does not have: the same dice with a newer one.
        opset++;
      }
    }
  }

  private static Sketch sketch(long seed, long opset, List<Family> families) {
    Sketch sketch = new Sketch(new Random(seed * 0x9E3779B97F4A7C15L + 1), opset);
    int batch = sketch.chance(0.7) ? 1 : sketch.number(2, 3);
    sketch.input(inputShape(sketch, batch));
    if (sketch.chance(0.3)) {
      sketch.input(inputShape(sketch, batch));
    }
    int wanted = sketch.number(5, 40);
    for (int tries = 0; sketch.nodes() < wanted && tries < 20 * wanted; tries++) {
      sketch.any(families).grow(sketch);
    }
    return sketch;
  }

  private static Shape inputShape(Sketch sketch, int batch) {
    int channels = sketch.number(1, 9);
    return switch (sketch.number(0, 5)) {
      case 0 -> Shape.of(batch, sketch.number(1, 40));
      case 1 -> Shape.of(batch, sketch.number(1, 9), sketch.number(1, 17));
      case 2 ->
          Shape.of(batch, channels, sketch.number(2, 5), sketch.number(2, 5), sketch.number(2, 5));
      default -> Shape.of(batch, channels, sketch.number(1, 13), sketch.number(1, 13));
    };
  }

  /** Normally distributed samples, of which one is far off. */
  static List<Map<String, Tensor>> samples(Graph graph, long seed, int count) {
    Random random = new Random(seed + 77);
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Tensor> sample = new LinkedHashMap<>();
      for (String input : graph.inputs()) {
        TensorType type = graph.tensorType(input).orElseThrow();
        float[] numbers = new float[Math.toIntExact(type.shape().elements())];
        for (int j = 0; j < numbers.length; j++) {
          numbers[j] = (float) random.nextGaussian() * (i == 1 ? 2 : 1);
        }
        sample.put(input, Tensor.of(type.shape(), numbers));
      }
      samples.add(sample);
    }
    return samples;
  }
}
