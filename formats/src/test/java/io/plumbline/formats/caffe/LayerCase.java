package io.plumbline.formats.caffe;

import io.plumbline.formats.wire.caffe.BlobProto;
import io.plumbline.formats.wire.caffe.BlobShape;
import io.plumbline.formats.wire.caffe.LayerWeights;
import io.plumbline.formats.wire.caffe.NetWeights;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * A small network with its input and weights, one of {@code layer-cases.txt}.
 *
 * @param expected shapes of the outputs, with their numbers where the case states them
 */
record LayerCase(
    String title,
    String prototxt,
    NetWeights weights,
    SequencedMap<String, Tensor> inputs,
    List<Expected> expected) {
  /** An output: numbers are none where the shape alone is stated. */
  record Expected(Shape shape, List<Float> numbers) {
    Expected {
      numbers = List.copyOf(numbers);
    }
  }

  LayerCase {
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    expected = List.copyOf(expected);
  }

  @Override
  public String toString() {
    return title;
  }

  static List<LayerCase> all() {
    try (InputStream in = LayerCase.class.getResourceAsStream("layer-cases.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<LayerCase> cases = new ArrayList<>();
      for (String part : text.substring(text.indexOf("\n= ")).split("\n= ", -1)) {
        if (!part.isBlank()) {
          cases.add(new Parser(part.lines().toList()).parse());
        }
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] text() {
    return prototxt.getBytes(StandardCharsets.UTF_8);
  }

  private static final class Parser {
    private final List<String> lines;
    private final SplittableRandom random;
    private final StringBuilder text = new StringBuilder();
    private final SequencedMap<String, LayerWeights.Builder> layers = new LinkedHashMap<>();
    private final SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
    private final List<Expected> expected = new ArrayList<>();
    private double low = -1;
    private double high = 1;

    Parser(List<String> lines) {
      this.lines = lines;
      this.random = new SplittableRandom(lines.size());
    }

    LayerCase parse() {
      for (String line : lines.subList(1, lines.size())) {
        String[] words = line.split(" +");
        switch (words[0]) {
          case "noise" -> {
            low = Double.parseDouble(words[1]);
            high = Double.parseDouble(words[2]);
          }
          case "in" -> input(words[1], tensor(words, 2));
          case "blob" -> blob(words[1], tensor(words, 2));
          case "out" -> expected.add(new Expected(Shape.parse(words[1]), numbers(words, 2)));
          default -> text.append(line).append('\n');
        }
      }
      NetWeights.Builder weights = NetWeights.newBuilder();
      weights.addLayer(LayerWeights.newBuilder().setName("none").setType("ReLU"));
      layers.values().forEach(weights::addLayer);
      return new LayerCase(lines.getFirst(), text.toString(), weights.build(), inputs, expected);
    }

    private void input(String name, Tensor tensor) {
      StringBuilder dims = new StringBuilder();
      for (long dim : tensor.shape().toArray()) {
        dims.append(" dim: ").append(dim);
      }
      text.append("input: \"%s\" input_shape {%s }%n".formatted(name, dims));
      inputs.put(name, tensor);
    }

    private void blob(String layer, Tensor tensor) {
      BlobProto.Builder blob = BlobProto.newBuilder().setShape(BlobShape.newBuilder());
      for (long dim : tensor.shape().toArray()) {
        blob.getShapeBuilder().addDim(dim);
      }
      for (float value : tensor.toFloats()) {
        blob.addData(value);
      }
      layers.computeIfAbsent(layer, name -> LayerWeights.newBuilder().setName(name)).addBlobs(blob);
    }

    private Tensor tensor(String[] words, int from) {
      Shape shape = Shape.parse(words[from]);
      List<Float> stated = numbers(words, from + 1);
      float[] values = new float[Math.toIntExact(shape.elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] = stated.isEmpty() ? (float) random.nextDouble(low, high) : stated.get(i);
      }
      return Tensor.of(shape, values);
    }

    private static List<Float> numbers(String[] words, int from) {
      List<Float> numbers = new ArrayList<>();
      for (int i = from; i < words.length; i++) {
        numbers.add(Float.valueOf(words[i]));
      }
      return numbers;
    }
  }
}
