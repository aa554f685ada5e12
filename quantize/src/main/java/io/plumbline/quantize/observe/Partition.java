package io.plumbline.quantize.observe;

import java.util.stream.IntStream;

/**
 * Samples cut by their numbers: part 0 to fit to, and part 1 to judge by.
 *
 * @param every of so many samples the last is in part 1; 0 when all are in part 0
 */
public record Partition(int every) {
  /** All samples are one part. */
  public static final Partition WHOLE = new Partition(0);

  public Partition {
    if (every < 0 || every == 1) {
      throw new IllegalArgumentException("one sample in " + every);
    }
  }

  /** How many parts there are. */
  public int parts() {
    return every == 0 ? 1 : 2;
  }

  /** The part of a sample. */
  public int part(int sample) {
    return every > 0 && sample % every == every - 1 ? 1 : 0;
  }

  /** The samples of a part, in their order. */
  public SampleSource of(SampleSource all, int part) {
    return all.of(IntStream.range(0, all.size()).filter(sample -> part(sample) == part).toArray());
  }
}
