package io.plumbline.pipeline.trial;

import io.plumbline.verify.score.Estimate;
import java.util.Locale;
import java.util.Optional;

/** What is to be reached. */
public sealed interface Aim {
  /** What an outcome is in the measure of this aim; empty where it has none. */
  Optional<Estimate> measured(Outcome outcome);

  /** How good an outcome is in the measure of this aim; more is better. */
  double figure(Outcome outcome);

  /** The least {@link #figure} that is enough. */
  double least();

  /** As text. */
  String label();

  /** Whether samples need labels. */
  default boolean needsLabels() {
    return false;
  }

  /** Whether an outcome is enough. */
  default boolean isMet(Outcome outcome) {
    return figure(outcome) >= least();
  }

  /** A share of samples with the float network's answer. */
  record Agreement(double least) implements Aim {
    @Override
    public Optional<Estimate> measured(Outcome outcome) {
      return outcome.agreement();
    }

    @Override
    public double figure(Outcome outcome) {
      return measured(outcome).map(Estimate::value).orElse(0.0);
    }

    @Override
    public String label() {
      return String.format(Locale.ROOT, "agreement of %.2f %%", 100 * least);
    }
  }

  /** A cosine of every output. */
  record Cosine(double least) implements Aim {
    @Override
    public Optional<Estimate> measured(Outcome outcome) {
      return Optional.of(outcome.cosine());
    }

    @Override
    public double figure(Outcome outcome) {
      return outcome.cosine().value();
    }

    @Override
    public String label() {
      return "cosine of " + least;
    }
  }

  /** A share of right answers. */
  record Top1(double least) implements Aim {
    @Override
    public Optional<Estimate> measured(Outcome outcome) {
      return outcome.top1();
    }

    @Override
    public double figure(Outcome outcome) {
      return measured(outcome).map(Estimate::value).orElse(0.0);
    }

    @Override
    public String label() {
      return String.format(Locale.ROOT, "top-1 of %.2f %%", 100 * least);
    }

    @Override
    public boolean needsLabels() {
      return true;
    }
  }

  /**
   * Not many fewer right answers than the float network has.
   *
   * @param most share of samples, 0…1
   */
  record Drop(double most) implements Aim {
    @Override
    public Optional<Estimate> measured(Outcome outcome) {
      return outcome.drop();
    }

    @Override
    public double figure(Outcome outcome) {
      return -measured(outcome).map(Estimate::value).orElse(1.0);
    }

    @Override
    public double least() {
      return -most;
    }

    @Override
    public String label() {
      return String.format(Locale.ROOT, "a drop of at most %.2f points", 100 * most);
    }

    @Override
    public boolean needsLabels() {
      return true;
    }
  }
}
