package io.plumbline.pipeline.tune;

import io.plumbline.codegen.lower.Lowering;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.noise.NoiseBudget;
import io.plumbline.pipeline.noise.NoiseMeasurement;
import io.plumbline.pipeline.tune.BiasCorrection.Change;
import io.plumbline.quantize.calibrate.Calibration;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Technique;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One float network, its statistics and some samples, by which quantized models of it are made
 * better.
 */
public final class Tuner {
  /**
   * One result of one sample.
   *
   * @param expected what the float network makes of it
   * @param found what a program makes of it
   */
  public record Compared(int sample, Tensor expected, Tensor found) {}

  private final Graph graph;
  private final Program first;
  private final Target target;
  private final QuantOptions options;
  private final Statistics statistics;
  private final TuningSamples samples;
  private final int threads;

  Tuner(
      Graph graph,
      Program first,
      Target target,
      QuantOptions options,
      Statistics statistics,
      TuningSamples samples,
      int threads) {
    this.graph = graph;
    this.first = first;
    this.target = target;
    this.options = options;
    this.statistics = statistics;
    this.samples = samples;
    this.threads = threads;
  }

  /**
   * Runs the float network on some of the samples, and keeps them in memory.
   *
   * @param quantized a plan of the network as the options want it
   * @param statistics that the plan was made of
   * @param real engine of the float network
   * @param threads how many samples are worked on at a time
   */
  public static Tuner open(
      Quantized quantized,
      Target target,
      QuantOptions options,
      Statistics statistics,
      Engine real,
      SampleSource source,
      int threads) {
    return new TuningLoader(quantized, target, options, statistics, source, threads, Arena.ofAuto())
        .load(real);
  }

  /**
   * A tuner of a network that computes the same with channels multiplied by powers of two, by the
   * same samples, which run through neither network again.
   *
   * @param quantized a plan of that network as the options want it
   * @param all statistics that this plan was made of
   * @param exponents of the factors of each channel, by the sum in the graph whose channels have
   *     them
   * @return empty where the samples must be run: because of its size it takes another number of
   *     them, or other sums can be corrected
   */
  public Optional<Tuner> scaled(
      Quantized quantized, Statistics all, Map<String, List<Integer>> exponents) {
    Program program = Lowering.lower(quantized.graph(), quantized.plan(), target).program();
    return samples
        .scaled(
            first,
            program,
            CorrectableSum.all(quantized, program, quantized.graph()),
            MeasuredResults.of(quantized.graph(), program),
            exponents)
        .map(same -> new Tuner(quantized.graph(), program, target, options, all, same, threads));
  }

  /**
   * The same by no more than so many samples, spread evenly.
   *
   * @param most at least 2, so that biases can be corrected
   */
  public Tuner few(int most) {
    return new Tuner(graph, first, target, options, statistics, samples.spread(most), threads);
  }

  /**
   * The same with a narrower range of the value that makes most of the noise.
   *
   * @return empty where none stands out
   */
  public Optional<Tuner> narrowed() {
    Planner planner = new Planner(graph, target, options);
    Calibration calibration = options.calibration();
    return NarrowRange.of(
            planner,
            planner.ranges(statistics),
            calibration.base(),
            plan -> measurement(plan, NarrowRange.SAMPLES))
        .map(
            choice ->
                new Tuner(
                    graph,
                    first,
                    target,
                    options.withCalibration(calibration.with(choice.value(), choice.candidate())),
                    statistics,
                    samples,
                    threads));
  }

  /** How many samples there are to measure on. */
  public int size() {
    return samples.size();
  }

  /** The plan of a network with other constants than the float network, as the options want it. */
  Quantized plan(Graph changed, List<String> fine) {
    QuantOptions wanted = options.withFine(fine);
    return new Quantized(changed, new Planner(changed, target, wanted).plan(statistics).plan());
  }

  /** The plan of the network with some values and weights in the target's widest integers. */
  Quantized plan(List<String> fine) {
    return plan(graph, fine);
  }

  /**
   * The network with some values and weights in the target's widest integers, its biases corrected.
   *
   * @param fine names of values, and of constants of weights
   */
  public Tuned corrected(List<String> fine) {
    return corrected(plan(fine), fine);
  }

  /** A quantized model of this network as the options want it, its biases corrected. */
  public Tuned corrected(Quantized quantized) {
    return corrected(quantized, options.fine());
  }

  /**
   * How near a quantized model of this network comes with its biases corrected, whether or not that
   * is nearer than without; as it is where biases are left alone.
   */
  public Fidelity correctedFidelity(Quantized quantized) {
    return options.uses(Technique.BIAS_CORRECTION)
        ? BiasCorrection.fidelity(quantized, graph, target, samples, threads)
        : fidelity(quantized, size());
  }

  private Tuned corrected(Quantized quantized, List<String> fine) {
    Correction correction = correction(quantized);
    return new Tuned(apply(quantized, fine, correction), fine, correction, Optional.empty());
  }

  /**
   * A model with its weights rounded by least squares and its biases corrected anew, if that brings
   * its outputs nearer; else the model itself.
   */
  public Tuned rounded(Tuned tuned) {
    Correction rounding =
        BiasCorrection.of(
            tuned.quantized(), graph, target, samples, changes(Change.WEIGHTS), threads);
    return new Tuned(
        apply(tuned.quantized(), tuned.fine(), rounding),
        tuned.fine(),
        tuned.correction(),
        Optional.of(rounding));
  }

  /**
   * The same by one half of the samples.
   *
   * @param first 0 or 1, the first of every second sample
   */
  Tuner half(int first) {
    return new Tuner(graph, this.first, target, options, statistics, samples.half(first), threads);
  }

  /**
   * How near two models come together, each to the samples of one {@link #half}.
   *
   * @param halves the model for the half of the same index
   */
  Fidelity fidelity(List<Quantized> halves) {
    try (RunningProgram even = begin(halves.getFirst(), samples.half(0));
        RunningProgram odd = begin(halves.getLast(), samples.half(1))) {
      return samples.fidelity(List.of(even.finish(), odd.finish()));
    }
  }

  private Quantized apply(Quantized quantized, List<String> fine, Correction correction) {
    Graph corrected = CorrectedConstants.apply(quantized.graph(), correction.applied());
    Graph rounded = CorrectedConstants.round(corrected, correction.appliedWeights());
    QuantPlan plan =
        new Planner(rounded, target, options.withFine(fine)).like(quantized.plan(), statistics);
    return new Quantized(rounded, plan);
  }

  /** What bias correction finds in a quantized model of this network. */
  public Correction correction(Quantized quantized) {
    return BiasCorrection.of(quantized, graph, target, samples, changes(), threads);
  }

  /** Some changes, and that of biases unless it is left undone. */
  private Set<Change> changes(Change... others) {
    Set<Change> changes = EnumSet.noneOf(Change.class);
    changes.addAll(List.of(others));
    if (options.uses(Technique.BIAS_CORRECTION)) {
      changes.add(Change.BIASES);
    }
    return changes;
  }

  /** Where the noise of a quantized model of this network comes from. */
  public NoiseBudget noise(QuantPlan plan) {
    return measurement(plan, NoiseMeasurement.MOST).budget();
  }

  /** What each value of a quantized model of this network causes alone, the noisiest first. */
  public List<NoiseBudget.Share> activationNoise(QuantPlan plan) {
    return measurement(plan, NoiseMeasurement.MOST).activations();
  }

  /** Whether the target has weights of 16 bits. */
  boolean hasWideWeights() {
    return target.wideWeights().isPresent();
  }

  /**
   * What the weights of each node of a quantized model of this network cause alone, biases
   * corrected, the noisiest first.
   */
  List<NoiseBudget.Share> weightNoise(QuantPlan plan) {
    return measurement(plan, NoiseMeasurement.MOST).correctedWeights();
  }

  private NoiseMeasurement measurement(QuantPlan plan, int most) {
    TuningSamples some = samples.first(most);
    return NoiseMeasurement.of(
        graph,
        plan,
        target.rounding(),
        some.measured().noisy(),
        some.samples().stream().map(TuningSamples.Sample::inputs).toList(),
        some.samples().stream().map(TuningSamples.Sample::results).toList(),
        threads);
  }

  /**
   * How near a quantized model is to the float network.
   *
   * @param most samples that are used
   */
  public Fidelity fidelity(Quantized quantized, int most) {
    TuningSamples some = samples.first(most);
    try (RunningProgram program = begin(quantized, some)) {
      return some.fidelity(program.finish());
    }
  }

  /**
   * Each result of the float network beside that of a quantized model, sample after sample. In
   * place of an output that is a softmax stands what the softmax is taken of.
   *
   * @param most samples that are used
   */
  public List<Compared> compare(Quantized quantized, int most) {
    TuningSamples some = samples.first(most);
    try (RunningProgram program = begin(quantized, some)) {
      return some.compare(program.finish());
    }
  }

  private RunningProgram begin(Quantized quantized, TuningSamples some) {
    Program program = Lowering.lower(quantized.graph(), quantized.plan(), target).program();
    return some.begin(program, threads);
  }
}
