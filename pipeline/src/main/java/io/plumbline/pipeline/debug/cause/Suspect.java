package io.plumbline.pipeline.debug.cause;

import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.verify.debug.Cause;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A step, and what it alone costs the model's outputs.
 *
 * @param error of the step; empty where its value is not rounded
 * @param noise the mean relative squared error of the outputs when this step alone is as in the
 *     calibrated model and all else is float
 * @param share of this in the sum over all steps, 0…1
 * @param cures that were tried, the cheapest first; none for steps that cost little
 */
public record Suspect(
    RoundedStep step, Optional<NodeError> error, double noise, double share, List<Cure> cures) {
  /** A cheaper cure is as good as a dear one that gains so much more at most. */
  private static final double ENOUGH = 0.6;

  private static final double MOST_AVOIDABLE = 0.6;
  private static final double LEAST_EXCESS = 0.02;

  public Suspect {
    cures = List.copyOf(cures);
  }

  /**
   * The costliest first, but before all others those that are worse than they need be: most of what
   * they cost can be avoided, and it is a part of the whole that counts.
   */
  static final Comparator<Suspect> ORDER =
      Comparator.<Suspect>comparingDouble(suspect -> suspect.isFaulty() ? -suspect.excess() : 1)
          .thenComparing(Comparator.comparingDouble(Suspect::noise).reversed());

  /** Whether a step costs much more than it need. */
  public boolean isFaulty() {
    return avoidable() >= MOST_AVOIDABLE && excess() >= LEAST_EXCESS;
  }

  /** The share of its noise that can be avoided, as far as its own error tells, 0…1. */
  public double avoidable() {
    return error.map(NodeError::avoidable).orElse(0.0);
  }

  private double excess() {
    return share * avoidable();
  }

  /** The same with what was tried. */
  Suspect with(List<Cure> tried) {
    return new Suspect(step, error, noise, share, tried);
  }

  /** What it suffers from. */
  public Cause cause() {
    return error
        .map(NodeError::cause)
        .orElseGet(
            () ->
                cheapest().filter(cure -> cure.kind() == Cure.Kind.NUMBERS).isPresent()
                    ? Cause.BIAS
                    : Cause.ROUNDING);
  }

  /**
   * The cheapest cure that gains most of what any gains; empty where none surely gains {@link
   * Cure#LEAST_GAIN}, and where there is no cause.
   */
  public Optional<Cure> cure() {
    return cause() == Cause.NONE ? Optional.empty() : cheapest();
  }

  private Optional<Cure> cheapest() {
    List<Cure> sure = cures.stream().filter(Cure::isSure).toList();
    double best = sure.stream().mapToDouble(Cure::gain).max().orElse(0);
    return sure.stream().filter(cure -> cure.gain() >= ENOUGH * best).findFirst();
  }

  /** The largest gain where none is sure, though it has a cause; empty where there is none. */
  public Optional<Cure> doubtful() {
    return cause() == Cause.NONE || cheapest().isPresent()
        ? Optional.empty()
        : cures.stream().filter(Cure::isGaining).max(Comparator.comparingDouble(Cure::gain));
  }
}
