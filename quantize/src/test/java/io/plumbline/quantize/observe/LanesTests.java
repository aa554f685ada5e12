package io.plumbline.quantize.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors and single elements give the same statistics. */
class LanesTests {
  private static final int ELEMENTS = 512;
  private static final int SIZE = 2 * Binning.SIZE;

  private final Lanes vectors = new VectorLanes();
  private final Lanes scalars = new ScalarLanes();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void givesSameRange(int seed) {
    MemorySegment floats = floats(new Random(seed), true);

    assertThat(vectors.range(floats, 0, ELEMENTS)).isEqualTo(scalars.range(floats, 0, ELEMENTS));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void findsSameElementsAboveThreshold(int seed) {
    MemorySegment floats = floats(new Random(seed), true);
    for (int turn : new int[] {0, -1}) {
      for (int begin = 0; begin < ELEMENTS; begin += vectors.count()) {
        int at = begin;
        long single =
            IntStream.range(0, vectors.count())
                .mapToLong(i -> scalars.above(floats, at + i, turn, 1_000_000) << i)
                .sum();

        assertThat(vectors.above(floats, begin, turn, 1_000_000)).isEqualTo(single);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void writesSamePositions(int seed) {
    MemorySegment floats = floats(new Random(seed), false);
    int[] byVectors = new int[ELEMENTS];
    int[] singly = new int[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i += BinCounter.RUN) {
      vectors.positions(floats, i, 100, byVectors, i);
      scalars.positions(floats, i, 100, singly, i);
    }

    assertThat(byVectors).isEqualTo(singly);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void addsSameCounts(int seed) {
    Random random = new Random(seed);
    int[] first = random.ints(SIZE, 0, 1 << 20).toArray();
    int[] second = random.ints(SIZE, 0, 1 << 20).toArray();
    first[700] = Integer.MAX_VALUE;
    Counts byVectors = new Counts(SIZE);
    byVectors.drain(first.clone(), 0, SIZE);
    Counts singly = new Counts(SIZE);
    for (int i = 0; i < SIZE; i++) {
      singly.add(i, first[i]);
    }
    byVectors.drain(second.clone(), 3, SIZE - 5);
    for (int i = 3; i < SIZE - 5; i++) {
      singly.add(i, second[i]);
    }

    assertThat(byVectors).isEqualTo(singly);
  }

  /** Normal numbers, zeros of both signs and, where asked for, infinities and NaN. */
  private static MemorySegment floats(Random random, boolean specials) {
    float[] values = new float[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i++) {
      values[i] = i % 7 == 0 ? (i % 2 == 0 ? 0f : -0f) : (float) random.nextGaussian();
    }
    if (specials) {
      values[100] = Float.POSITIVE_INFINITY;
      values[200] = Float.NEGATIVE_INFINITY;
      values[300] = Float.NaN;
    }
    return Tensor.of(Shape.of(ELEMENTS), values).data();
  }
}
