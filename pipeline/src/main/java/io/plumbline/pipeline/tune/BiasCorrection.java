package io.plumbline.pipeline.tune;

import io.plumbline.codegen.lower.Lowering;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.sums.AccumulatorMeans;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sequential bias correction. Rounding weights and activations moves the mean of every channel, and
 * moved means are most of what an 8-bit network loses. Sum after sum in execution order, the
 * integer program runs up to it with all earlier corrections in place, and the bias of each channel
 * takes up
 *
 * <pre>  Δ = mean(W·x + b) − mean(Ŵ·x̂ + b̂)</pre>
 *
 * between float network and program, with means over calibration samples and positions, before any
 * activation (Nagel et al., Data-Free Quantization Through Weight Equalization and Bias Correction,
 * 2019, section 4.2; here both means are measured). A correction counts in steps of the
 * accumulator.
 *
 * <p>The samples are cut in two halves. A sum is corrected when what either half says makes the
 * difference on the other one smaller; then by what all samples say.
 */
final class BiasCorrection {
  /** What of a sum is changed. */
  enum Change {
    /** They are rounded by least squares. */
    WEIGHTS,
    BIASES
  }

  private final RunningProgram program;
  private final List<CorrectableSum> sums;
  private final TuningSamples samples;
  private final Set<Change> changes;
  private final Graph real;
  private final int threads;
  private final List<RoundedWeights> rounded = new ArrayList<>();

  private BiasCorrection(
      RunningProgram program,
      List<CorrectableSum> sums,
      TuningSamples samples,
      Set<Change> changes,
      Graph real,
      int threads) {
    this.program = program;
    this.real = real;
    this.sums = sums;
    this.samples = samples;
    this.changes = changes;
    this.threads = threads;
  }

  /**
   * The correction of a quantized model; none when there are fewer than two samples.
   *
   * @param real the float graph
   * @param changes what may be changed of a sum, weights before the bias
   * @param threads how many samples are worked on at a time
   */
  static Correction of(
      Quantized quantized,
      Graph real,
      Target target,
      TuningSamples samples,
      Set<Change> changes,
      int threads) {
    Program lowered = Lowering.lower(quantized.graph(), quantized.plan(), target).program();
    Fidelity before;
    try (RunningProgram program = samples.begin(lowered, threads)) {
      before = samples.fidelity(program.finish());
    }
    List<CorrectableSum> sums = CorrectableSum.all(quantized, lowered, real);
    if (changes.isEmpty() || sums.isEmpty() || samples.size() < 2) {
      return Correction.none(before, samples.size() < 2);
    }
    try (RunningProgram after = samples.begin(lowered, threads)) {
      var correction = new BiasCorrection(after, sums, samples, changes, real, threads);
      List<BiasShift> shifts = correction.run();
      return new Correction(shifts, correction.rounded, before, samples.fidelity(after), false);
    }
  }

  /**
   * How near a quantized model comes with its biases corrected, whether or not that is nearer than
   * without: one run of the program less than {@link #of}.
   */
  static Fidelity fidelity(
      Quantized quantized, Graph real, Target target, TuningSamples samples, int threads) {
    Program lowered = Lowering.lower(quantized.graph(), quantized.plan(), target).program();
    try (RunningProgram program = samples.begin(lowered, threads)) {
      if (samples.size() >= 2) {
        List<CorrectableSum> sums = CorrectableSum.all(quantized, lowered, real);
        new BiasCorrection(program, sums, samples, EnumSet.of(Change.BIASES), real, threads).run();
      }
      return samples.fidelity(program.finish());
    }
  }

  private List<BiasShift> run() {
    if (!changes.contains(Change.WEIGHTS)) {
      return run(_ -> {});
    }
    try (WantedSums wanted = WantedSums.open(real, program.whole(), sums, samples, threads)) {
      return run(sum -> round(sum, wanted));
    }
  }

  /**
   * Corrects sum after sum.
   *
   * @param first what is done before a bias is corrected
   */
  private List<BiasShift> run(Consumer<CorrectableSum> first) {
    List<BiasShift> shifts = new ArrayList<>();
    for (CorrectableSum sum : sums) {
      program.advance(sum.position());
      first.accept(sum);
      if (changes.contains(Change.BIASES)) {
        BiasShift shift = shift(sum, differences(sum));
        if (shift.isAccepted()) {
          program.addToBias(sum.position(), shift.steps());
        }
        shifts.add(shift);
      }
    }
    program.finish();
    return shifts;
  }

  private void round(CorrectableSum sum, WantedSums wanted) {
    RoundedWeights found = WeightRounding.of(sum, program, samples.size(), wanted.of(sum), threads);
    if (found.isAccepted()) {
      program.setWeights(sum.position(), found.integers().orElseThrow());
    }
    rounded.add(found);
  }

  /** Float network minus program, by sample and channel. */
  private double[][] differences(CorrectableSum sum) {
    var accumulated = new AccumulatorMeans(program.sum(sum.position()), program.whole());
    double[][] differences = new double[samples.size()][];
    Threads.each(
        threads,
        "plumbline-tune",
        differences.length,
        (sample, _) -> {
          Tensor read = program.value(sample, program.sum(sum.position()).input());
          double[] steps = accumulated.of(read);
          double[] expected =
              Objects.requireNonNull(samples.samples().get(sample).means().get(sum.value()));
          for (int channel = 0; channel < steps.length; channel++) {
            steps[channel] = expected[channel] - steps[channel] * sum.units().get(channel);
          }
          differences[sample] = steps;
        });
    return differences;
  }

  private static BiasShift shift(CorrectableSum sum, double[][] differences) {
    double[] first = new double[sum.channels()];
    double[] second = new double[sum.channels()];
    for (int sample = 0; sample < differences.length; sample++) {
      double[] half = sample % 2 == 0 ? first : second;
      int size = (differences.length + 1 - sample % 2) / 2;
      for (int channel = 0; channel < half.length; channel++) {
        half[channel] += differences[sample][channel] / size;
      }
    }
    return BiasShift.of(sum, first, second);
  }
}
