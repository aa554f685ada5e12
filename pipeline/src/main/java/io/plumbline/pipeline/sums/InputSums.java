package io.plumbline.pipeline.sums;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums of {@code q − zeroPoint} over places of a stored tensor, for all channels of a place. */
final class InputSums {
  /** So many integers of 16 bits add up within 32 bits. */
  private static final int RUN = 1 << 15;

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;

  /** As many bytes as integers. */
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;

  private final DType dtype;
  private final int zeroPoint;
  private final byte[] bytes;
  private final short[] shorts;
  private int[] run = new int[0];

  InputSums(Tensor stored, int zeroPoint) {
    boolean wide = stored.dtype().bytes() == Short.BYTES;
    this.dtype = stored.dtype();
    this.zeroPoint = zeroPoint;
    this.bytes = wide ? new byte[0] : stored.toBytes();
    this.shorts = wide ? stored.data().toArray(ValueLayout.JAVA_SHORT_UNALIGNED) : new short[0];
  }

  /**
   * Adds places to sums.
   *
   * @param first place
   * @param count of places
   * @param step from one place to the next
   * @param sums to which those of channel c are added at {@code at + c}
   * @param channels of a place
   */
  void add(int first, int count, int step, long[] sums, int at, int channels) {
    for (int done = 0; done < count; done += RUN) {
      int places = Math.min(RUN, count - done);
      run = run.length == channels ? run : new int[channels];
      Arrays.fill(run, -zeroPoint * places);
      int begin = (first + done * step) * channels;
      int vectors = bytes.length == 0 ? 0 : addBytes(begin, places, step * channels);
      for (int i = 0; i < places; i++) {
        addPlace(begin + i * step * channels, vectors);
      }
      for (int channel = 0; channel < channels; channel++) {
        sums[at + channel] += run[channel];
      }
    }
  }

  /**
   * Adds the channels of places that fill vectors of bytes.
   *
   * @param begin of the first place
   * @param step from one to the next, in bytes
   * @return how many channels are done
   */
  private int addBytes(int begin, int places, int step) {
    int mask = dtype == DType.INT8 ? -1 : 0xff;
    int channel = 0;
    for (; channel + INTS.length() <= run.length; channel += INTS.length()) {
      IntVector sum = IntVector.fromArray(INTS, run, channel);
      for (int i = 0, at = begin + channel; i < places; i++, at += step) {
        sum =
            sum.add(
                ((IntVector) ByteVector.fromArray(BYTES, bytes, at).castShape(INTS, 0)).and(mask));
      }
      sum.intoArray(run, channel);
    }
    return channel;
  }

  private void addPlace(int offset, int from) {
    int[] target = run;
    switch (dtype) {
      case INT8 -> {
        for (int i = from; i < target.length; i++) {
          target[i] += bytes[offset + i];
        }
      }
      case UINT8 -> {
        for (int i = from; i < target.length; i++) {
          target[i] += Byte.toUnsignedInt(bytes[offset + i]);
        }
      }
      case INT16 -> {
        for (int i = from; i < target.length; i++) {
          target[i] += shorts[offset + i];
        }
      }
      case UINT16 -> {
        for (int i = from; i < target.length; i++) {
          target[i] += Short.toUnsignedInt(shorts[offset + i]);
        }
      }
      default -> throw new IllegalStateException(dtype + " is not what sums read");
    }
  }
}
