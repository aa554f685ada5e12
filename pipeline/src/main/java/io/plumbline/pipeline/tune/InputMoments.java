package io.plumbline.pipeline.tune;

import io.plumbline.pipeline.sums.InputColumns;
import io.plumbline.quantize.round.CrossMoments;
import io.plumbline.quantize.round.DepthwiseMoments;
import io.plumbline.quantize.round.SecondMoments;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.tensor.parallel.Threads;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Second moments of what a sum multiplies, by group, for either half of the samples: the even ones
 * and the odd ones. Many samples have more places than are needed; those are taken that a walk by
 * the golden section meets first.
 *
 * @param even one for each group
 * @param odd likewise
 */
record InputMoments(List<Group> even, List<Group> odd) {
  /**
   * Of one group.
   *
   * @param wanted the same with what the float network makes of the sum, a row for each filter of
   *     the group; of no rows where that is not known
   */
  record Group(SecondMoments inputs, CrossMoments wanted) {
    Group plus(Group other) {
      return new Group(inputs.plus(other.inputs), wanted.plus(other.wanted));
    }
  }

  /** So many columns for each element of one are enough, and so many at least and at most. */
  private static final int COLUMNS = 24;

  private static final int LEAST_COLUMNS = 8192;
  private static final int MOST_COLUMNS = 32768;

  InputMoments {
    even = List.copyOf(even);
    odd = List.copyOf(odd);
  }

  /**
   * Of a sum whose program stands before it.
   *
   * @param wanted what the float network makes of it at its {@link #places} in each sample, with
   *     channels last; empty where that is not known
   */
  static InputMoments of(
      BiasedSum sum,
      RunningProgram program,
      int samples,
      Optional<List<double[]>> wanted,
      int threads) {
    var columns = new InputColumns(sum, program.whole());
    int channels = wanted.isPresent() ? sum.weights().shape().intDim(0) : 0;
    int[] places = places(columns, samples);
    List<Half> halves = List.of(Half.of(columns, channels), Half.of(columns, channels));
    Threads.each(
        threads,
        "plumbline-moments",
        halves.size(),
        (half, _) -> {
          for (int sample = half; sample < samples; sample += halves.size()) {
            int[] elements = columns.centred(program.value(sample, sum.input()));
            double[] numbers = wanted.isPresent() ? wanted.get().get(sample) : new double[0];
            halves.get(half).add(elements, places, numbers);
          }
        });
    return new InputMoments(halves.getFirst().groups(), halves.getLast().groups());
  }

  /** The moments of half of the samples, while they are added. */
  private sealed interface Half {
    static Half of(InputColumns columns, int channels) {
      return columns.isDepthwise() && channels <= columns.groups()
          ? OfChannels.of(columns, channels)
          : OfGroups.of(columns, channels);
    }

    /** Adds the columns of some places of one sample. */
    void add(int[] elements, int[] places, double[] wanted);

    List<Group> groups();
  }

  /** Of groups of one channel and one filter each. */
  private record OfChannels(InputColumns columns, DepthwiseMoments moments) implements Half {
    private static final int BATCH = 16;

    static OfChannels of(InputColumns columns, int channels) {
      return new OfChannels(
          columns,
          new DepthwiseMoments(columns.groups(), columns.depth(), columns.largest(), channels > 0));
    }

    @Override
    public void add(int[] elements, int[] places, double[] wanted) {
      int size = columns.depth() * columns.groups();
      int[] batch = new int[BATCH * size];
      for (int first = 0; first < places.length; first += BATCH) {
        int count = Math.min(BATCH, places.length - first);
        for (int i = 0; i < count; i++) {
          columns.copyAll(elements, places[first + i], batch, i * size);
        }
        moments.add(batch, wanted, first, count);
      }
    }

    @Override
    public List<Group> groups() {
      return IntStream.range(0, columns.groups())
          .mapToObj(group -> new Group(moments.inputs(group), moments.wanted(group)))
          .toList();
    }
  }

  /** The places that are looked at in every sample. */
  static int[] places(InputColumns columns, int samples) {
    int all = columns.places();
    int wanted = Math.clamp((long) COLUMNS * columns.depth(), LEAST_COLUMNS, MOST_COLUMNS);
    int[] places = new int[Math.min(all, Math.ceilDiv(wanted, samples))];
    int step = step(all);
    for (int i = 0; i < places.length; i++) {
      places[i] = (int) ((long) i * step % all);
    }
    return places;
  }

  /** About all / φ, and prime to it, so that a walk meets every place once. */
  private static int step(int all) {
    int step = Math.max(1, (int) (all * 0.6180339887498949));
    while (common(step, all) != 1) {
      step++;
    }
    return step;
  }

  private static int common(int first, int second) {
    return second == 0 ? first : common(second, first % second);
  }

  /**
   * Of groups of any size.
   *
   * @param rows filters of a group; 0 where nothing is wanted
   */
  private record OfGroups(InputColumns columns, int rows, List<Group> groups) implements Half {
    private static final int BATCH = 64;

    static OfGroups of(InputColumns columns, int channels) {
      int rows = channels / columns.groups();
      return new OfGroups(
          columns,
          rows,
          Stream.generate(
                  () ->
                      new Group(
                          new SecondMoments(columns.depth(), columns.largest()),
                          new CrossMoments(columns.depth(), rows)))
              .limit(columns.groups())
              .toList());
    }

    @Override
    public void add(int[] elements, int[] places, double[] numbers) {
      int[] batch = new int[BATCH * columns.depth()];
      double[] wanted = new double[BATCH * rows];
      int channels = rows * columns.groups();
      for (int group = 0; group < columns.groups(); group++) {
        Group into = groups.get(group);
        for (int first = 0; first < places.length; first += BATCH) {
          int count = Math.min(BATCH, places.length - first);
          for (int i = 0; i < count; i++) {
            columns.copy(elements, places[first + i], group, batch, i * columns.depth());
            System.arraycopy(
                numbers, (first + i) * channels + group * rows, wanted, i * rows, rows);
          }
          into.inputs().add(batch, count);
          if (rows > 0) {
            into.wanted().add(batch, wanted, count);
          }
        }
      }
    }
  }
}
