package io.plumbline.pipeline.stage;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.equalise.ChannelFactors;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.pipeline.split.RangeSplit;
import io.plumbline.pipeline.tune.MixedPrecision;
import io.plumbline.pipeline.tune.Mixture;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.pipeline.tune.Tuned;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.pipeline.tune.TuningLoader;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.Finding;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * A quantized model after all that effort and goal ask for.
 *
 * @param real the float graph that the model is to equal: the one given, or one with factors and
 *     parts
 * @param factors of the channels of values
 * @param splits of the ranges of values, after the factors
 * @param statistics of the float graph
 * @param tuned the model; empty when nothing was done
 * @param mixture how its 16-bit values were found, when there is a goal
 */
public record TuneStage(
    Quantized quantized,
    Graph real,
    List<ChannelFactors> factors,
    List<RangeSplit> splits,
    Statistics statistics,
    Optional<Tuned> tuned,
    Optional<Mixture> mixture) {
  /** Signal to noise in decibels from which on outputs are left as they are. */
  private static final double NOISY = 15;

  public TuneStage {
    factors = List.copyOf(factors);
    splits = List.copyOf(splits);
  }

  /** Nothing is done. */
  public static TuneStage skip(Quantized quantized, Statistics statistics) {
    return new TuneStage(
        quantized,
        quantized.graph(),
        List.of(),
        List.of(),
        statistics,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Whether there is anything to win: samples must mean something, and a network that brings its
   * own scales was trained with them and has its biases right.
   */
  public static boolean applies(CompileRequest request, LoadedScales scales) {
    return (request.effort() != Effort.FAST || !request.goal().isNone())
        && scales.isEmpty()
        && !(request.calibration() instanceof RandomData);
  }

  /**
   * Wins accuracy back.
   *
   * @param statistics that the plan was made of
   * @param real engine of the float graph
   * @throws CancellationException when progress asks to stop
   * @throws io.plumbline.tensor.BadConfigurationException when the goal is an agreement, and no
   *     output of the model is one vector of scores
   */
  public static TuneStage of(
      Quantized quantized,
      Statistics statistics,
      Engine real,
      SampleSource samples,
      CompileRequest request) {
    try (Arena memory = Arena.ofShared()) {
      var loader =
          new TuningLoader(
              quantized,
              request.target(),
              request.options(),
              statistics,
              samples,
              request.threads(),
              memory);
      return of(loader, quantized, statistics, real, samples, request);
    }
  }

  private static TuneStage of(
      TuningLoader loader,
      Quantized quantized,
      Statistics statistics,
      Engine real,
      SampleSource samples,
      CompileRequest request) {
    Base scaled =
        EqualiseStage.applies(request)
            ? EqualiseStage.nearest(loader, quantized, statistics, real, samples, request)
            : TuneCandidate.plain(loader.load(real), quantized, statistics).corrected();
    Base narrow =
        choosesRanges(request) && scaled.isNoisy()
            ? scaled.narrowed().map(scaled::nearer).orElse(scaled)
            : scaled;
    Base base = SplitStage.applies(request) ? SplitStage.of(narrow, samples, request) : narrow;
    TuneStage stage = request.goal().isNone() ? base.stage() : base.mixed(request.goal());
    boolean open = stage.tuned().flatMap(Tuned::rounding).isEmpty();
    return request.effort() == Effort.BEST && open ? stage.rounded(base.tuner()) : stage;
  }

  /** Whether ranges may be found otherwise than by the default, because nothing was asked. */
  private static boolean choosesRanges(CompileRequest request) {
    return request.effort() != Effort.FAST
        && request.options().fine().isEmpty()
        && request.options().calibration().equals(QuantOptions.DEFAULT.calibration());
  }

  /** The same with weights rounded by least squares, if that brings outputs nearer. */
  private TuneStage rounded(Tuner tuner) {
    Tuned rounded = tuner.rounded(tuned.orElseThrow());
    return new TuneStage(
        rounded.quantized(), real, factors, splits, statistics, Optional.of(rounded), mixture);
  }

  /**
   * What was asked for and is not done.
   *
   * @param scales that the model brings
   */
  public static Optional<Finding> refused(CompileRequest request, LoadedScales scales) {
    if (request.goal().isNone() || applies(request, scales)) {
      return Optional.empty();
    }
    String reason =
        scales.isEmpty()
            ? "random samples say nothing of accuracy"
            : "the model brings scales of its own, which are kept";
    return Optional.of(
        Finding.warning(
            "tune.goal-ignored",
            "target_agreement, target_cosine, budget",
            "No value is raised to 16 bits for the goal: %s.".formatted(reason)));
  }

  /** A model with corrected biases, of the float graph given or of one that computes the same. */
  record Base(
      Tuner tuner,
      Graph real,
      List<ChannelFactors> factors,
      List<RangeSplit> splits,
      Statistics statistics,
      Tuned tuned) {
    /** Whether the outputs are nearer to the float network's, as a whole and part by part. */
    private boolean isNearerThan(Base other) {
      return tuned.fidelity().isNearerThan(other.tuned.fidelity());
    }

    /** Whether noise at the outputs is worth looking for where it comes from. */
    private boolean isNoisy() {
      return tuned.fidelity().decibels() < NOISY;
    }

    /** The same with a narrower range of the noisiest value, if it stands out. */
    private Optional<Base> narrowed() {
      return tuner
          .narrowed()
          .map(
              other ->
                  new Base(other, real, factors, splits, statistics, other.corrected(List.of())));
    }

    /** Another one where it is nearer, or this one. */
    Base nearer(Base other) {
      return other.isNearerThan(this) ? other : this;
    }

    TuneStage stage() {
      return new TuneStage(
          tuned.quantized(),
          real,
          factors,
          splits,
          statistics,
          Optional.of(tuned),
          Optional.empty());
    }

    TuneStage mixed(Goal goal) {
      Mixture mixture = MixedPrecision.of(tuner, goal, tuned);
      return new TuneStage(
          mixture.tuned().quantized(),
          real,
          factors,
          splits,
          statistics,
          Optional.of(mixture.tuned()),
          Optional.of(mixture));
    }
  }
}
