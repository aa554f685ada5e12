package io.plumbline.quantize.observe;

import io.plumbline.tensor.parallel.VectorWidth;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** As many elements as fit in a vector of this machine, at memory speed. */
final class VectorLanes implements Lanes {
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorWidth.SHAPE);
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, VectorWidth.SHAPE);
  private static final int[] ZEROS =
      IntStream.range(0, BinCounter.RUN).map(Binning::zero).toArray();

  @Override
  public int count() {
    return INTS.length();
  }

  @Override
  public KeyRange range(MemorySegment floats, long begin, long end) {
    int lanes = INTS.length();
    IntVector low0 = IntVector.broadcast(INTS, KeyRange.NONE.low());
    IntVector low1 = low0;
    IntVector high0 = IntVector.broadcast(INTS, KeyRange.NONE.high());
    IntVector high1 = high0;
    for (long i = begin; i < end; i += 2L * lanes) {
      IntVector first = keys(floats, i);
      IntVector second = keys(floats, i + lanes);
      low0 = low0.min(first);
      high0 = high0.max(first);
      low1 = low1.min(second);
      high1 = high1.max(second);
    }
    return new KeyRange(
        low0.min(low1).reduceLanes(VectorOperators.MIN),
        high0.max(high1).reduceLanes(VectorOperators.MAX));
  }

  /** As {@link FloatKeys} makes them. */
  private static IntVector keys(MemorySegment floats, long index) {
    IntVector bits =
        IntVector.fromMemorySegment(INTS, floats, index * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
    IntVector mask = bits.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
    return bits.lanewise(VectorOperators.XOR, mask);
  }

  @Override
  public long above(MemorySegment floats, long begin, int turn, int threshold) {
    return keys(floats, begin)
        .lanewise(VectorOperators.XOR, turn)
        .compare(VectorOperators.GT, threshold)
        .toLong();
  }

  @Override
  public void positions(MemorySegment floats, long begin, float factor, int[] positions, int at) {
    for (int lane = 0; lane < BinCounter.RUN; lane += FLOATS.length()) {
      FloatVector values =
          FloatVector.fromMemorySegment(
              FLOATS, floats, (begin + lane) * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
      IntVector bins = (IntVector) values.mul(factor).convert(VectorOperators.F2I, 0);
      bins.add(Binning.HALF)
          .blend(IntVector.fromArray(INTS, ZEROS, lane), bins.compare(VectorOperators.EQ, 0))
          .intoArray(positions, at + lane);
    }
  }

  @Override
  public int move(int[] source, int[] target, int from, int to) {
    int position = from;
    for (; position + INTS.length() <= to; position += INTS.length()) {
      IntVector sum =
          IntVector.fromArray(INTS, target, position)
              .add(IntVector.fromArray(INTS, source, position));
      if (sum.test(VectorOperators.IS_NEGATIVE).anyTrue()) {
        return position;
      }
      sum.intoArray(target, position);
      IntVector.zero(INTS).intoArray(source, position);
    }
    return position;
  }
}
