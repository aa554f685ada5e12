package io.plumbline.pipeline.debug.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What figures of samples say of a cure. */
class EffectTests {
  private static final int SAMPLES = 64;

  /** Lognormal numbers around a mean. */
  private static double[] noise(long seed, double mean, double spread) {
    Random random = new Random(seed);
    return IntStream.range(0, SAMPLES)
        .mapToDouble(_ -> mean * Math.exp(spread * random.nextGaussian()))
        .toArray();
  }

  private static double[] times(double factor, double... noise) {
    return IntStream.range(0, noise.length).mapToDouble(i -> factor * noise[i]).toArray();
  }

  /** As shuffled errors look: the same on average, otherwise on each sample. */
  private static Effect shuffled(double factor) {
    return new Effect(noise(1, 1, 0.7), noise(2, factor, 0.7));
  }

  @Test
  void aLargeGainShowsInTheWholeModel() {
    double[] before = noise(1, 1, 0.7);
    double[] part = noise(3, 0.1, 0.3);
    Cure cure =
        new Effect(before, times(0.5, before))
            .cure(Cure.Kind.FLOAT, new Effect(part, times(0, part)), 1, true);
    assertThat(cure.isSure()).isTrue();
    assertThat(cure.byParts()).isFalse();
    assertThat(cure.gain()).isCloseTo(3.01, within(0.01));
  }

  @Test
  void aSmallGainShowsInTheNoiseOfTheStep() {
    double[] part = noise(3, 0.1, 0.3);
    Cure cure =
        shuffled(0.9)
            .cure(
                Cure.Kind.FLOAT,
                new Effect(part, times(0, part)),
                Effect.mean(noise(1, 1, 0.7)),
                true);
    assertThat(cure.isSure()).isTrue();
    assertThat(cure.byParts()).isTrue();
    assertThat(cure.gain()).isBetween(0.3, 0.6);
  }

  @Test
  void whatDoesNothingToTheStepIsChance() {
    double[] part = noise(3, 0.1, 0.3);
    Cure cure = shuffled(0.9).cure(Cure.Kind.RANGE, new Effect(part, noise(4, 0.1, 0.3)), 1, true);
    assertThat(cure.isSure()).isFalse();
  }

  /** Where errors of steps cancel or grow on the way, parts say nothing of the whole. */
  @Test
  void partsCountWhereTheyAddUp() {
    double[] part = noise(3, 0.1, 0.3);
    Effect alone = new Effect(part, times(0, part));
    assertThat(shuffled(0.9).cure(Cure.Kind.FLOAT, alone, 4, true).byParts()).isFalse();
    assertThat(shuffled(0.9).cure(Cure.Kind.FLOAT, alone, 0.3, true).byParts()).isFalse();
  }

  @Test
  void theWholeModelMayRefuteIt() {
    double[] before = noise(1, 1, 0.7);
    double[] part = noise(3, 0.5, 0.3);
    Effect alone = new Effect(part, times(0, part));
    Effect whole = new Effect(before, times(1.3, before));
    assertThat(whole.refutes(alone, Effect.mean(before))).isTrue();
    assertThat(shuffled(0.5).refutes(alone, Effect.mean(before))).isFalse();
    Cure cure = whole.cure(Cure.Kind.FLOAT, alone, Effect.mean(before), false);
    assertThat(cure.isSure()).isFalse();
    assertThat(cure.gain()).isNegative();
  }

  @Test
  void fewSamplesRefuteTooLittle() {
    double[] few = Arrays.copyOf(noise(3, 0.1, 0.3), 8);
    Effect shuffled =
        new Effect(Arrays.copyOf(noise(1, 1, 0.7), 8), Arrays.copyOf(noise(2, 0.9, 0.7), 8));
    assertThat(shuffled.cure(Cure.Kind.FLOAT, new Effect(few, times(0, few)), 1, true).byParts())
        .isFalse();
  }
}
