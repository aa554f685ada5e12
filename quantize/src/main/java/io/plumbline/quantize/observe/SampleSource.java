package io.plumbline.quantize.observe;

import io.plumbline.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Calibration samples by number. Called from several threads. */
public interface SampleSource {
  int size();

  /** What to call a sample in messages: its file name. */
  String name(int index);

  /** The inputs of the model for one sample; empty for a sample that is left out. */
  Optional<Map<String, Tensor>> load(int index);

  /** Some of these samples. */
  default SampleSource of(int... numbers) {
    SampleSource all = this;
    int[] chosen = numbers.clone();
    return new SampleSource() {
      @Override
      public int size() {
        return chosen.length;
      }

      @Override
      public String name(int index) {
        return all.name(chosen[index]);
      }

      @Override
      public Optional<Map<String, Tensor>> load(int index) {
        return all.load(chosen[index]);
      }
    };
  }

  /** No more than so many samples, spread evenly over all. */
  default SampleSource spread(int most) {
    int count = Math.min(most, size());
    return of(IntStream.range(0, count).map(i -> (int) ((long) i * size() / count)).toArray());
  }
}
