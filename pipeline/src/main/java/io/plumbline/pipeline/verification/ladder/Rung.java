package io.plumbline.pipeline.verification.ladder;

import io.plumbline.tensor.Count;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.TensorSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One stage beside the one before it.
 *
 * @param against the stage before it that could be run; empty for the first
 * @param step outputs beside those of that stage
 * @param start outputs beside those of the first stage
 * @param tensors inner tensors beside those of the stage before, where both compute with one plan;
 *     in execution order
 * @param parameters sentences on tensors whose scale or zero point the stage before has otherwise
 * @param channels sentences on channels of its inputs that are in another place or on another scale
 *     than in the stage before
 */
public record Rung(
    LadderStage stage,
    StageFile file,
    Optional<LadderStage> against,
    List<TensorSummary> step,
    List<TensorSummary> start,
    List<TensorSummary> tensors,
    List<String> parameters,
    List<String> channels) {
  /** The most that a step may change which loses nothing but the order of float sums. */
  public static final double MOST_RELATIVE_ERROR = 1e-3;

  /** The least mean cosine over samples of a step that rounds. */
  public static final double LEAST_MEAN_COSINE = 0.98;

  /** The least cosine of any sample of a step that rounds. */
  public static final double LEAST_COSINE = 0.95;

  /**
   * The most that a tensor may differ between two stages of one plan, where only roundings fall
   * otherwise: half of what it is.
   */
  public static final double MOST_TENSOR_ERROR = 0.5;

  public Rung {
    step = List.copyOf(step);
    start = List.copyOf(start);
    tensors = List.copyOf(tensors);
    parameters = List.copyOf(parameters);
    channels = List.copyOf(channels);
  }

  /** Whether it was compared with anything. */
  public boolean isCompared() {
    return !step.isEmpty();
  }

  /** What must hold for the step, for people. */
  public String criterion() {
    if (stage.isSame()) {
      return "every element of outputs and inner tensors equal";
    }
    return stage.isExact()
        ? String.format(Locale.ROOT, "2-norm RE ≤ %s", MOST_RELATIVE_ERROR)
        : String.format(
            Locale.ROOT, "mean cosine ≥ %s, every sample ≥ %s", LEAST_MEAN_COSINE, LEAST_COSINE);
  }

  /** Whether this stage does not give what the one before it gives. */
  public boolean diverges() {
    return !reasons().isEmpty();
  }

  /** Why it diverges, a sentence each. */
  public List<String> reasons() {
    List<String> reasons = new ArrayList<>(channels);
    step.forEach(output -> reason(output).ifPresent(reasons::add));
    firstTensor().map(this::reasonOfTensor).ifPresent(reasons::add);
    reasons.addAll(parameters);
    return reasons;
  }

  /** The first inner tensor that is another one than in the stage before. */
  public Optional<TensorSummary> firstTensor() {
    return tensors.stream()
        .filter(
            tensor ->
                stage.isSame()
                    ? !tensor.strict().isEqual()
                    : !(worst(tensor, Measure.RELATIVE_ERROR) <= MOST_TENSOR_ERROR))
        .findFirst();
  }

  private String reasonOfTensor(TensorSummary tensor) {
    return stage.isSame()
        ? String.format(
            Locale.ROOT,
            "tensor '%s' is the first that is not equal: %d of %s",
            tensor.tensor(),
            tensor.strict().mismatches(),
            Count.of(tensor.strict().total(), "element"))
        : String.format(
            Locale.ROOT,
            "tensor '%s' is the first that differs by more than %s of what it is: 2-norm RE %.3f",
            tensor.tensor(),
            MOST_TENSOR_ERROR,
            worst(tensor, Measure.RELATIVE_ERROR));
  }

  private Optional<String> reason(TensorSummary output) {
    if (output.strict().missing() > 0) {
      return Optional.of("output '%s' has another number of elements".formatted(output.tensor()));
    }
    if (stage.isSame()) {
      return output.strict().isEqual()
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "output '%s': %d of %s are not equal",
                  output.tensor(),
                  output.strict().mismatches(),
                  Count.of(output.strict().total(), "element")));
    }
    double error = worst(output, Measure.RELATIVE_ERROR);
    double mean = output.figure(Measure.COSINE).orElseThrow().mean();
    double worst = worst(output, Measure.COSINE);
    if (stage.isExact()) {
      return error <= MOST_RELATIVE_ERROR
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "output '%s' has a 2-norm RE of %.6f for '%s', more than %s",
                  output.tensor(),
                  error,
                  output.figure(Measure.RELATIVE_ERROR).orElseThrow().sample(),
                  MOST_RELATIVE_ERROR));
    }
    return mean >= LEAST_MEAN_COSINE && worst >= LEAST_COSINE
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "output '%s' has a mean cosine of %.6f and %.6f for '%s', less than %s and %s",
                output.tensor(),
                mean,
                worst,
                output.figure(Measure.COSINE).orElseThrow().sample(),
                LEAST_MEAN_COSINE,
                LEAST_COSINE));
  }

  static double worst(TensorSummary tensor, Measure measure) {
    return tensor.figure(measure).map(TensorSummary.Figure::worst).orElse(Double.NaN);
  }
}
