package io.plumbline.pipeline.tune;

import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The samples that a program is tuned on, and what the float network says of them.
 *
 * @param inputs of the program by value index, for each sample
 * @param means of the float network by sample and sum: one for each channel
 * @param outputs of the float network by sample and name, those that are float32
 */
record TuningSamples(
    List<Map<Integer, Tensor>> inputs,
    List<List<double[]>> means,
    List<Map<String, Tensor>> outputs) {
  /** How many samples are used at most. */
  static final int MOST = 128;

  /** How few are used however much memory one takes. */
  private static final int LEAST = 8;

  /** What the values of all samples may take together. */
  static final long MOST_BYTES = 128L << 20;

  private record Loaded(
      Map<Integer, Tensor> inputs, List<double[]> means, Map<String, Tensor> outputs) {}

  /**
   * Runs the float network on some of the samples, spread evenly.
   *
   * @param sums whose means are wanted
   */
  static TuningSamples load(
      Program program, List<CorrectableSum> sums, Engine real, SampleSource source, int threads) {
    int count = count(program, source);
    List<Optional<Loaded>> loaded = new ArrayList<>(Collections.nCopies(count, Optional.empty()));
    Threads.each(
        threads,
        "plumbline-tune",
        count,
        (i, _) ->
            loaded.set(
                i,
                source
                    .load((int) ((long) i * source.size() / count))
                    .map(inputs -> load(program, sums, real, inputs))));
    List<Loaded> present = loaded.stream().flatMap(Optional::stream).toList();
    return new TuningSamples(
        present.stream().map(Loaded::inputs).toList(),
        present.stream().map(Loaded::means).toList(),
        present.stream().map(Loaded::outputs).toList());
  }

  private static int count(Program program, SampleSource source) {
    long outputs =
        program.outputs().stream().mapToLong(value -> RunningProgram.bytes(value, program)).sum();
    long fitting = MOST_BYTES / Math.max(1, RunningProgram.mostBytes(program) + outputs);
    return Math.min(Math.clamp(fitting, LEAST, MOST), source.size());
  }

  private static Loaded load(
      Program program, List<CorrectableSum> sums, Engine real, Map<String, Tensor> inputs) {
    List<String> results =
        program.outputs().stream()
            .map(program::value)
            .filter(value -> value.dtype() == DType.FLOAT32)
            .map(ProgramValue::name)
            .toList();
    SequencedSet<String> fetched = new LinkedHashSet<>(results);
    sums.forEach(sum -> fetched.add(sum.value()));
    List<double[]> means = new ArrayList<>();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    real.visit(
        inputs,
        RunOptions.fetching(List.copyOf(fetched)),
        tensors -> {
          sums.forEach(sum -> means.add(ChannelMeans.of(tensors.get(sum.value()), sum.axis())));
          results.forEach(name -> outputs.put(name, copy(tensors.get(name))));
        });
    return new Loaded(fed(program, inputs), means, outputs);
  }

  private static Tensor copy(Tensor tensor) {
    return Tensor.of(tensor.shape(), tensor.toFloats());
  }

  private static Map<Integer, Tensor> fed(Program program, Map<String, Tensor> inputs) {
    Map<Integer, Tensor> fed = new LinkedHashMap<>();
    for (int input : program.inputs()) {
      fed.put(input, Objects.requireNonNull(inputs.get(program.value(input).name())));
    }
    return fed;
  }

  /**
   * How far a program that ran to its end is from the float network: the mean over samples and
   * outputs of Σ(x−y)² / Σx², of what is finite. An output whose extents the numbers decide says
   * nothing of a sample in which the two differ in them.
   */
  double error(RunningProgram program) {
    double sum = 0;
    for (int sample = 0; sample < outputs.size(); sample++) {
      for (int value : program.whole().outputs()) {
        Tensor expected = outputs.get(sample).get(program.whole().value(value).name());
        if (expected != null && !program.whole().constants().containsKey(value)) {
          sum += squaredError(expected, program.value(sample, value));
        }
      }
    }
    return sum / Math.max(1, outputs.size() * outputs.getFirst().size());
  }

  private static double squaredError(Tensor expected, Tensor found) {
    if (!expected.shape().equals(found.shape())) {
      return 0;
    }
    double error = Similarity.of(expected, found).relativeError();
    return Double.isFinite(error) ? error * error : 0;
  }
}
