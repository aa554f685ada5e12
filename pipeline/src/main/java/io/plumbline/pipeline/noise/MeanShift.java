package io.plumbline.pipeline.noise;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a corrected bias takes up of a change: the mean over samples and places of each channel.
 * Taken out behind a function of the sum, where the bias stands before it, so that little is left
 * that correction would leave, and not nothing.
 */
final class MeanShift {
  private MeanShift() {}

  /**
   * Changed values with the means that they had.
   *
   * @param exact what they were, by sample; those that are not float32 are left as they are
   * @param changed the same names, by sample
   * @param axis of the channels; negative for the last
   */
  static List<Map<String, Tensor>> removed(
      List<Map<String, Tensor>> exact, List<Map<String, Tensor>> changed, int axis) {
    List<Map<String, Tensor>> centred = new ArrayList<>();
    changed.forEach(sample -> centred.add(new HashMap<>(sample)));
    for (String name : changed.getFirst().keySet()) {
      List<Tensor> before = exact.stream().map(sample -> tensor(sample, name)).toList();
      List<Tensor> after = changed.stream().map(sample -> tensor(sample, name)).toList();
      List<Tensor> found = removedOf(before, after, axis);
      for (int sample = 0; sample < found.size(); sample++) {
        centred.get(sample).put(name, found.get(sample));
      }
    }
    return centred;
  }

  private static Tensor tensor(Map<String, Tensor> sample, String name) {
    return Objects.requireNonNull(sample.get(name), name);
  }

  private static List<Tensor> removedOf(List<Tensor> exact, List<Tensor> changed, int axis) {
    Shape shape = exact.getFirst().shape();
    int at = axis < 0 ? shape.rank() + axis : axis;
    boolean hasChannels = at >= 0 && at < shape.rank() && shape.elements() > 0;
    if (!hasChannels || exact.getFirst().dtype() != DType.FLOAT32) {
      return changed;
    }
    int channels = shape.intDim(at);
    int inner = Math.toIntExact(shape.strides()[at]);
    double[] shift = new double[channels];
    for (int sample = 0; sample < exact.size(); sample++) {
      float[] before = exact.get(sample).toFloats();
      float[] after = changed.get(sample).toFloats();
      for (int i = 0; i < before.length; i++) {
        shift[i / inner % channels] += (double) after[i] - before[i];
      }
    }
    double places = (double) exact.size() * shape.elements() / channels;
    List<Tensor> centred = new ArrayList<>();
    for (Tensor tensor : changed) {
      float[] numbers = tensor.toFloats();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) (numbers[i] - shift[i / inner % channels] / places);
      }
      centred.add(Tensor.of(shape, numbers));
    }
    return centred;
  }
}
