package io.plumbline.pipeline.tune;

import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The samples that programs are tuned on, and what the float network makes of them.
 *
 * @param measured the results that are compared
 * @param samples at most {@link #MOST}, spread evenly over all there are
 * @param available how many there are
 */
record TuningSamples(MeasuredResults measured, List<Sample> samples, int available) {
  /** How many samples are used at most. */
  static final int MOST = 128;

  /** What the values of all samples may take together. */
  static final long MOST_BYTES = 128L << 20;

  /** How few are used however much memory one takes. */
  private static final int LEAST = 8;

  /**
   * One sample.
   *
   * @param inputs by name
   * @param means of sums in the float network, by value: one for each channel
   * @param results of the float network, by name
   */
  record Sample(
      Map<String, Tensor> inputs, Map<String, double[]> means, Map<String, Tensor> results) {
    private Sample scaled(Map<String, List<Integer>> exponents) {
      Map<String, double[]> scaled = new HashMap<>(means);
      exponents.forEach(
          (value, powers) ->
              scaled.computeIfPresent(
                  value,
                  (_, old) -> {
                    double[] numbers = old.clone();
                    for (int channel = 0; channel < numbers.length; channel++) {
                      numbers[channel] = Math.scalb(numbers[channel], powers.get(channel));
                    }
                    return numbers;
                  }));
      return new Sample(inputs, scaled, results);
    }
  }

  TuningSamples {
    samples = List.copyOf(samples);
  }

  static int count(Program program, MeasuredResults measured, int available) {
    long bytes = RunningProgram.mostBytes(program) + measured.bytes(program);
    return Math.min(Math.clamp(MOST_BYTES / Math.max(1, bytes), LEAST, MOST), available);
  }

  /**
   * The same samples of a network that computes the same, but for channels that are multiplied by
   * powers of two: what it makes of them is known without running it.
   *
   * @param program of the network without factors, by which these samples were loaded
   * @param scaled program of the network with factors
   * @param sums whose means are wanted
   * @param exponents of the factors of each channel, by value that has any
   * @return empty where more samples fit, or fewer, or other values are wanted
   */
  Optional<TuningSamples> scaled(
      Program program,
      Program scaled,
      List<CorrectableSum> sums,
      MeasuredResults wanted,
      Map<String, List<Integer>> exponents) {
    boolean same =
        wanted.equals(measured)
            && count(program, measured, available) == count(scaled, measured, available)
            && samples.stream()
                .allMatch(
                    sample ->
                        sums.stream().allMatch(sum -> sample.means().containsKey(sum.value())));
    return same
        ? Optional.of(
            new TuningSamples(
                measured,
                samples.stream().map(sample -> sample.scaled(exponents)).toList(),
                available))
        : Optional.empty();
  }

  /** No more samples than these. */
  TuningSamples first(int most) {
    return samples.size() <= most
        ? this
        : new TuningSamples(measured, samples.subList(0, most), available);
  }

  /** No more samples than these, spread evenly. */
  TuningSamples spread(int most) {
    return new TuningSamples(
        measured,
        SampleSource.spread(most, samples.size()).stream().mapToObj(samples::get).toList(),
        available);
  }

  int size() {
    return samples.size();
  }

  /** What a program is fed, by value index, for each sample. */
  List<Map<Integer, Tensor>> inputs(Program program) {
    List<Map<Integer, Tensor>> all = new ArrayList<>();
    for (Sample sample : samples) {
      Map<Integer, Tensor> fed = new LinkedHashMap<>();
      for (int input : program.inputs()) {
        String name = program.value(input).name();
        fed.put(input, Objects.requireNonNull(sample.inputs().get(name), name));
      }
      all.add(fed);
    }
    return all;
  }

  /** A program that stands before its first instruction on all samples. */
  RunningProgram begin(Program program, int threads) {
    return new RunningProgram(
        program, inputs(program), measured.indices(program).values(), threads);
  }

  /** How near a program comes that ran to its end. */
  Fidelity fidelity(RunningProgram program) {
    return fidelity(measured.of(program));
  }

  /**
   * How near two programs come together: each ran to its end on the {@link #half} of these samples
   * that the other one was made by.
   */
  Fidelity fidelity(List<RunningProgram> halves) {
    List<MeasuredResults.Found> found = halves.stream().map(measured::of).toList();
    return fidelity((sample, name) -> found.get(sample % 2).of(sample / 2, name));
  }

  private Fidelity fidelity(MeasuredResults.Found found) {
    return measured.fidelity(samples.stream().map(Sample::results).toList(), found);
  }

  /**
   * Every second sample.
   *
   * @param offset 0 or 1, the first of them
   */
  TuningSamples half(int offset) {
    return new TuningSamples(
        measured,
        IntStream.range(0, samples.size())
            .filter(sample -> sample % 2 == offset)
            .mapToObj(samples::get)
            .toList(),
        available);
  }

  /** The results of a program that ran to its end, beside those of the float network. */
  List<Tuner.Compared> compare(RunningProgram program) {
    Map<String, Integer> indices = measured.indices(program.whole());
    List<Tuner.Compared> compared = new ArrayList<>();
    for (int sample = 0; sample < samples.size(); sample++) {
      for (String name : measured.scores().values()) {
        compared.add(
            new Tuner.Compared(
                sample,
                Objects.requireNonNull(samples.get(sample).results().get(name)),
                program.real(sample, Objects.requireNonNull(indices.get(name))).copy()));
      }
    }
    return compared;
  }
}
