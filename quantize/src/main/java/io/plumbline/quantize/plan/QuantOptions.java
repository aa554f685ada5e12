package io.plumbline.quantize.plan;

import io.plumbline.quantize.calibrate.Calibration;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Mention;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.BadConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a user may decide about a plan besides the target.
 *
 * @param calibration how the parameters of activations are found
 * @param wishes what nodes are computed in, by the names of the target's schemes; those that
 *     nothing is said about have the target's first scheme. A wish for a node by its name is
 *     reported where it cannot be granted
 * @param mentions nodes that are named, by wishes and otherwise; each must mean one
 * @param fine values whose numbers are held in the target's widest integers, where no wish says
 *     otherwise; values that have their numbers from another one follow it. Constants among them
 *     are weights of 16 bits where the target has such, whatever wishes say and whatever the
 *     activations beside them are
 * @param outputs what the outputs of the model are quantized to; empty where what feeds only them
 *     stays float32 if it can
 * @param loaded parameters that the model brings along; calibration decides the rest
 * @param expectsLoaded whether a model that brings none is an error
 * @param without what is left undone, so that what it wins can be measured
 */
public record QuantOptions(
    Calibration calibration,
    List<Wish> wishes,
    List<Mention> mentions,
    List<String> fine,
    Optional<Scheme> outputs,
    LoadedScales loaded,
    boolean expectsLoaded,
    Set<Technique> without) {
  /** Ranges of least mean square error, no wishes, float32 outputs. */
  public static final QuantOptions DEFAULT =
      new QuantOptions(
          Calibration.of(Candidate.of(new Calibrator.Mse())),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          LoadedScales.NONE,
          false,
          Set.of());

  public QuantOptions {
    wishes = List.copyOf(wishes);
    mentions = List.copyOf(mentions);
    fine = List.copyOf(fine);
    without = Set.copyOf(without);
    if (outputs.filter(Scheme::isReal).isPresent()) {
      throw new IllegalArgumentException("outputs quantized to float32");
    }
  }

  /** The same with the target's schemes of the same names. */
  QuantOptions forTarget(Target target) {
    return new QuantOptions(
        calibration,
        wishes.stream()
            .map(wish -> new Wish(wish.selector(), scheme(wish.scheme(), target)))
            .toList(),
        mentions,
        fine,
        outputs.map(scheme -> scheme(scheme, target)),
        loaded,
        expectsLoaded,
        without);
  }

  private static Scheme scheme(Scheme wanted, Target target) {
    return target
        .scheme(wanted.name())
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "plan.unknown-scheme",
                    target.name(),
                    "The target '%s' has no scheme '%s', which is asked for."
                        .formatted(target.name(), wanted.name()),
                    "Ask for one of: "
                        + target.schemes().stream()
                            .map(Scheme::name)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  /** One calibrator for all activations. */
  public QuantOptions withCalibrator(Calibrator other) {
    return withCalibration(Calibration.of(Candidate.of(other)));
  }

  public QuantOptions withCalibration(Calibration other) {
    return new QuantOptions(other, wishes, mentions, fine, outputs, loaded, expectsLoaded, without);
  }

  public QuantOptions withWishes(List<Wish> all) {
    return new QuantOptions(
        calibration, all, mentions, fine, outputs, loaded, expectsLoaded, without);
  }

  public QuantOptions withMentions(List<Mention> all) {
    return new QuantOptions(
        calibration, wishes, all, fine, outputs, loaded, expectsLoaded, without);
  }

  public QuantOptions withFine(List<String> values) {
    return new QuantOptions(
        calibration, wishes, mentions, values, outputs, loaded, expectsLoaded, without);
  }

  public QuantOptions withOutputs(Scheme scheme) {
    return new QuantOptions(
        calibration, wishes, mentions, fine, Optional.of(scheme), loaded, expectsLoaded, without);
  }

  public QuantOptions withLoaded(LoadedScales scales) {
    return new QuantOptions(
        calibration, wishes, mentions, fine, outputs, scales, expectsLoaded, without);
  }

  public QuantOptions withExpectedScales(boolean expected) {
    return new QuantOptions(
        calibration, wishes, mentions, fine, outputs, loaded, expected, without);
  }

  public QuantOptions without(Set<Technique> undone) {
    return new QuantOptions(
        calibration, wishes, mentions, fine, outputs, loaded, expectsLoaded, undone);
  }

  /** Whether a technique is used where effort and target let it. */
  public boolean uses(Technique technique) {
    return !without.contains(technique);
  }
}
