package io.plumbline.pipeline.tune;

import io.plumbline.pipeline.sums.InputColumns;
import io.plumbline.quantize.round.SecondMoments;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.List;

/**
 * Second moments of what a sum multiplies, by group, for either half of the samples: the even ones
 * and the odd ones. Many samples have more places than are needed; those are taken that a walk by
 * the golden section meets first.
 *
 * @param even one for each group
 * @param odd likewise
 */
record InputMoments(List<SecondMoments> even, List<SecondMoments> odd) {
  /** So many columns for each element of one are enough, and so many at least and at most. */
  private static final int COLUMNS = 24;

  private static final int LEAST_COLUMNS = 8192;
  private static final int MOST_COLUMNS = 32768;
  private static final int BATCH = 64;

  InputMoments {
    even = List.copyOf(even);
    odd = List.copyOf(odd);
  }

  /** Of a sum whose program stands before it. */
  static InputMoments of(BiasedSum sum, RunningProgram program, int samples, int threads) {
    var columns = new InputColumns(sum, program.whole());
    List<List<SecondMoments>> halves = List.of(empty(columns), empty(columns));
    Threads.each(
        threads,
        "plumbline-moments",
        halves.size(),
        (half, _) -> {
          for (int sample = half; sample < samples; sample += halves.size()) {
            int[] elements = columns.centred(program.value(sample, sum.input()));
            add(columns, elements, places(columns, samples), halves.get(half));
          }
        });
    return new InputMoments(halves.getFirst(), halves.getLast());
  }

  private static List<SecondMoments> empty(InputColumns columns) {
    List<SecondMoments> moments = new ArrayList<>();
    for (int group = 0; group < columns.groups(); group++) {
      moments.add(new SecondMoments(columns.depth(), columns.largest()));
    }
    return moments;
  }

  /** The places that are looked at in every sample. */
  private static int[] places(InputColumns columns, int samples) {
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

  private static void add(
      InputColumns columns, int[] elements, int[] places, List<SecondMoments> moments) {
    int[] batch = new int[BATCH * columns.depth()];
    for (int group = 0; group < columns.groups(); group++) {
      for (int first = 0; first < places.length; first += BATCH) {
        int count = Math.min(BATCH, places.length - first);
        for (int i = 0; i < count; i++) {
          columns.copy(elements, places[first + i], group, batch, i * columns.depth());
        }
        moments.get(group).add(batch, count);
      }
    }
  }
}
