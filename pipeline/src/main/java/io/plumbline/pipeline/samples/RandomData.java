package io.plumbline.pipeline.samples;

import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Samples without meaning, for a look at size and speed: pictures of uniform pixels, feature maps
 * of normal deviates, zeros for inputs that are no real numbers. The same every time.
 */
public record RandomData() implements CalibrationData {
  private static final int SAMPLES = 4;

  @Override
  public SampleSource open(
      List<Port> inputs, SequencedMap<String, PictureInput> pictures, Consumer<Finding> findings) {
    return new SampleSource() {
      @Override
      public int size() {
        return SAMPLES;
      }

      @Override
      public String name(int index) {
        return "random-" + index;
      }

      @Override
      public Optional<Map<String, Tensor>> load(int index) {
        Random random = new Random(index);
        Map<String, Tensor> sample = new LinkedHashMap<>();
        for (Port port : inputs) {
          sample.put(port.name(), tensor(port, pictures.containsKey(port.name()), random));
        }
        return Optional.of(sample);
      }
    };
  }

  private static Tensor tensor(Port port, boolean picture, Random random) {
    Shape shape = Shape.of(port.dims());
    if (port.dtype() != DType.FLOAT32) {
      return Tensor.allocate(port.dtype(), shape);
    }
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          picture ? random.nextInt(256) - PictureInput.OFFSET : (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }
}
