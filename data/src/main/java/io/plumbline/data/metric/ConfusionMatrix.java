package io.plumbline.data.metric;

import java.util.NavigableMap;
import java.util.TreeMap;

/** How often each class was taken for each other. One thread adds. */
public final class ConfusionMatrix {
  private final NavigableMap<Integer, NavigableMap<Integer, Long>> counts = new TreeMap<>();

  /**
   * Counts that something of class {@code truth} was taken for {@code found}.
   *
   * @param times at least 1
   */
  public void add(int truth, int found, long times) {
    counts.computeIfAbsent(truth, _ -> new TreeMap<>()).merge(found, times, Long::sum);
  }

  /** Adds all counts of another. */
  public void add(ConfusionMatrix other) {
    other.counts.forEach((truth, row) -> row.forEach((found, times) -> add(truth, found, times)));
  }

  /** Share of the counts where truth and finding agree, 0…1; 0 when there are none. */
  public double accuracy() {
    long all = 0;
    long right = 0;
    for (var row : counts.entrySet()) {
      all += row.getValue().values().stream().mapToLong(Long::longValue).sum();
      right += row.getValue().getOrDefault(row.getKey(), 0L);
    }
    return all == 0 ? 0 : (double) right / all;
  }

  /**
   * Intersection over union of each class that occurs as truth or finding: right / (true + found −
   * right), 0…1.
   */
  public NavigableMap<Integer, Double> overlaps() {
    NavigableMap<Integer, Long> found = new TreeMap<>();
    NavigableMap<Integer, Long> real = new TreeMap<>();
    counts.forEach(
        (truth, row) ->
            row.forEach(
                (taken, times) -> {
                  real.merge(truth, times, Long::sum);
                  real.merge(taken, 0L, Long::sum);
                  found.merge(taken, times, Long::sum);
                }));
    NavigableMap<Integer, Double> overlaps = new TreeMap<>();
    real.forEach(
        (category, times) -> {
          long right = counts.getOrDefault(category, new TreeMap<>()).getOrDefault(category, 0L);
          long union = times + found.getOrDefault(category, 0L) - right;
          overlaps.put(category, (double) right / union);
        });
    return overlaps;
  }

  /** Mean of {@link #overlaps}; 0 when nothing was counted. */
  public double meanOverlap() {
    return overlaps().values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
