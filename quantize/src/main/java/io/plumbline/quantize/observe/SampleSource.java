package io.plumbline.quantize.observe;

import io.plumbline.tensor.Tensor;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Calibration samples by number. Called from several threads. */
public interface SampleSource {
  int size();

  /** What to call a sample in messages: its file name. */
  String name(int index);

  /** What to call the part of a sample that is one input of the model: the file that holds it. */
  default String name(int index, String input) {
    return name(index);
  }

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
      public String name(int index, String input) {
        return all.name(chosen[index], input);
      }

      @Override
      public Optional<Map<String, Tensor>> load(int index) {
        return all.load(chosen[index]);
      }
    };
  }

  /** No more than so many samples, spread evenly over all. */
  default SampleSource spread(int most) {
    return of(spread(most, size()).stream().toArray());
  }

  /** Numbers of no more than so many samples, spread evenly over a size. */
  static BitSet spread(int most, int size) {
    int count = Math.min(most, size);
    BitSet chosen = new BitSet(size);
    IntStream.range(0, count).forEach(i -> chosen.set((int) ((long) i * size / count)));
    return chosen;
  }

  /**
   * Numbers of no more than so many samples of a size: one of each of as many equal parts, at a
   * place that changes from part to part, so that of classes that take turns none is passed over.
   */
  static BitSet scattered(int most, int size) {
    int count = Math.min(most, size);
    BitSet chosen = new BitSet(size);
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * size / count);
      int to = (int) ((i + 1L) * size / count);
      // Multiples of the golden ratio fill an interval evenly (Weyl).
      int turn = (i * 0x9E3779B9) >>> 1;
      chosen.set(from + (int) (((long) turn * (to - from)) >>> 31));
    }
    return chosen;
  }
}
