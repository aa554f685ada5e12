package io.plumbline.pipeline.tune;

import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The samples that a program is tuned on, and what the float network says of them.
 *
 * @param inputs of the program by value index, for each sample
 * @param means of the float network by sample and sum: one for each channel
 */
record TuningSamples(List<Map<Integer, Tensor>> inputs, List<List<double[]>> means) {
  /** How many samples are used at most. */
  static final int MOST = 128;

  /** How few are used however much memory one takes. */
  private static final int LEAST = 8;

  /** What the values of all samples may take together. */
  static final long MOST_BYTES = 128L << 20;

  private record Loaded(Map<Integer, Tensor> inputs, List<double[]> means) {}

  /**
   * Runs the float network on some of the samples, spread evenly.
   *
   * @param sums whose means are wanted
   */
  static TuningSamples load(
      Program program, List<CorrectableSum> sums, Engine real, SampleSource source, int threads) {
    long fitting = MOST_BYTES / Math.max(1, RunningProgram.mostBytes(program));
    int count = Math.min(Math.clamp(fitting, LEAST, MOST), source.size());
    List<Optional<Loaded>> loaded = new ArrayList<>(Collections.nCopies(count, Optional.empty()));
    List<String> values = sums.stream().map(CorrectableSum::value).distinct().toList();
    Threads.each(
        threads,
        "plumbline-tune",
        count,
        (i, _) ->
            loaded.set(
                i,
                source
                    .load((int) ((long) i * source.size() / count))
                    .map(
                        inputs ->
                            new Loaded(fed(program, inputs), means(real, inputs, values, sums)))));
    List<Loaded> present = loaded.stream().flatMap(Optional::stream).toList();
    return new TuningSamples(
        present.stream().map(Loaded::inputs).toList(),
        present.stream().map(Loaded::means).toList());
  }

  private static Map<Integer, Tensor> fed(Program program, Map<String, Tensor> inputs) {
    Map<Integer, Tensor> fed = new LinkedHashMap<>();
    for (int input : program.inputs()) {
      fed.put(input, Objects.requireNonNull(inputs.get(program.value(input).name())));
    }
    return fed;
  }

  private static List<double[]> means(
      Engine real, Map<String, Tensor> inputs, List<String> values, List<CorrectableSum> sums) {
    List<double[]> means = new ArrayList<>();
    real.visit(
        inputs,
        RunOptions.fetching(values),
        tensors ->
            sums.forEach(sum -> means.add(ChannelMeans.of(tensors.get(sum.value()), sum.axis()))));
    return means;
  }
}
