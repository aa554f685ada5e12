package io.plumbline.data.inspect;

import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one tensor of a sample looks like.
 *
 * @param channels statistics of each channel, or of everything as one channel
 * @param nonFinite how many elements are NaN, or infinite in a picture; elsewhere infinity may mean
 *     something
 * @param negative share of the elements below −0.5
 * @param beyond share of the elements above 255.5
 * @param hash of type, shape and bytes; equal tensors have equal hashes
 * @param smoothness of a picture under each way of lying in memory; empty for what is no picture
 */
record TensorFacts(
    List<ChannelFacts> channels,
    long nonFinite,
    double negative,
    double beyond,
    long hash,
    Optional<Smoothness> smoothness) {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  static TensorFacts of(Tensor tensor, ExpectedInput expected) {
    float[] values = tensor.toFloats();
    int count = expected.channels();
    boolean known = tensor.shape().equals(expected.shape());
    List<ChannelFacts> channels = new ArrayList<>();
    Counts counts = new Counts(expected.isPicture());
    boolean interleaved =
        known && expected.effectiveLayout().filter(PictureLayout.NHWC::equals).isPresent();
    int plane = !known ? 0 : interleaved ? count : values.length / (int) batch(expected) / count;
    for (int channel = 0; channel < (known ? count : 1); channel++) {
      channels.add(channel(values, channel, count, plane, interleaved, counts));
    }
    return new TensorFacts(
        List.copyOf(channels),
        counts.nonFinite,
        share(counts.negative, values.length),
        share(counts.beyond, values.length),
        hash(tensor),
        known ? Smoothness.of(values, expected) : Optional.empty());
  }

  private static long batch(ExpectedInput expected) {
    return expected.channels() == 1 ? 1 : expected.shape().dim(0);
  }

  private static double share(long part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static final class Counts {
    private final boolean picture;
    private long nonFinite;
    private long negative;
    private long beyond;

    Counts(boolean picture) {
      this.picture = picture;
    }
  }

  /** Walks the elements of one channel: runs of a plane, or every {@code count}-th. */
  private static ChannelFacts channel(
      float[] values, int channel, int count, int plane, boolean interleaved, Counts counts) {
    boolean whole = plane == 0 || count == 1;
    int step = interleaved && !whole ? count : 1;
    int run = whole || interleaved ? values.length : plane;
    int jump = whole || interleaved ? values.length : plane * count;
    int first = whole ? 0 : interleaved ? channel : channel * plane;
    Sums sums = new Sums();
    for (int start = first; start < values.length; start += jump) {
      int end = Math.min(values.length, start + run);
      for (int i = start; i < end; i += step) {
        sums.add(values[i], counts);
      }
    }
    return sums.facts();
  }

  private static final class Sums {
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;
    private double sum;
    private double squares;
    private long finite;

    void add(float value, Counts counts) {
      if (!Float.isFinite(value)) {
        counts.nonFinite += counts.picture || Float.isNaN(value) ? 1 : 0;
        return;
      }
      if (value < -0.5f) {
        counts.negative++;
      }
      if (value > 255.5f) {
        counts.beyond++;
      }
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      squares += (double) value * value;
      finite++;
    }

    ChannelFacts facts() {
      if (finite == 0) {
        return new ChannelFacts(0, 0, 0, 0);
      }
      double mean = sum / finite;
      double variance = Math.max(0, squares / finite - mean * mean);
      return new ChannelFacts(min, max, mean, min == max ? 0 : Math.sqrt(variance));
    }
  }

  /** A multiplicative hash of eight bytes at a time. */
  private static long hash(Tensor tensor) {
    MemorySegment data = tensor.data();
    long hash = mix(tensor.dtype().label().hashCode(), tensor.shape().hashCode());
    long words = data.byteSize() / Long.BYTES;
    for (long i = 0; i < words; i++) {
      hash = mix(hash, data.get(ValueLayout.JAVA_LONG_UNALIGNED, i * Long.BYTES));
    }
    for (long i = words * Long.BYTES; i < data.byteSize(); i++) {
      hash = mix(hash, data.get(ValueLayout.JAVA_BYTE, i));
    }
    return hash;
  }

  static long mix(long hash, long value) {
    long mixed = (hash ^ value) * MULTIPLIER;
    return mixed ^ (mixed >>> 29);
  }

  /** Smallest element of all channels. */
  double min() {
    return channels.stream().mapToDouble(ChannelFacts::min).min().orElse(0);
  }

  /** Largest element of all channels. */
  double max() {
    return channels.stream().mapToDouble(ChannelFacts::max).max().orElse(0);
  }

  /** Mean of all channels. */
  double mean() {
    return channels.stream().mapToDouble(ChannelFacts::mean).average().orElse(0);
  }

  /** Largest standard deviation within a channel. */
  double deviation() {
    return channels.stream().mapToDouble(ChannelFacts::deviation).max().orElse(0);
  }
}
