package io.plumbline.pipeline.tune;

import io.plumbline.codegen.lower.Lowering;
import io.plumbline.quantize.observe.Onlooker;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Keeps of some samples what tuning needs to know of the float network, in runs of its own or those
 * of another.
 */
public final class TuningLoader implements Onlooker {
  private final Quantized quantized;
  private final Target target;
  private final QuantOptions options;
  private final Statistics statistics;
  private final int threads;
  private final Arena memory;
  private final SampleSource source;
  private final Program program;
  private final List<CorrectableSum> sums;
  private final MeasuredResults measured;
  private final List<Integer> chosen = new ArrayList<>();
  private final List<Optional<TuningSamples.Sample>> loaded;

  /**
   * @param quantized a plan of the network as the options want it
   * @param statistics that the plan was made of
   * @param threads how many samples are worked on at a time
   * @param memory where the samples are kept: once it is closed, no tuner of this loader may be
   *     asked any more
   */
  public TuningLoader(
      Quantized quantized,
      Target target,
      QuantOptions options,
      Statistics statistics,
      SampleSource source,
      int threads,
      Arena memory) {
    this.quantized = quantized;
    this.target = target;
    this.options = options;
    this.statistics = statistics;
    this.source = source;
    this.threads = threads;
    this.memory = memory;
    this.program = Lowering.lower(quantized.graph(), quantized.plan(), target).program();
    this.sums = CorrectableSum.all(quantized, program, quantized.graph());
    this.measured = MeasuredResults.of(quantized.graph(), program);
    int count = TuningSamples.count(program, measured, source.size());
    for (int i = 0; i < count; i++) {
      chosen.add((int) ((long) i * source.size() / count));
    }
    this.loaded = new ArrayList<>(Collections.nCopies(count, Optional.empty()));
  }

  /** Sums whose means are wanted, and the results that are compared. */
  @Override
  public List<String> tensors() {
    SequencedSet<String> fetched = new LinkedHashSet<>(measured.names());
    sums.forEach(sum -> fetched.add(sum.value()));
    return List.copyOf(fetched);
  }

  @Override
  public void see(int sample, Map<String, Tensor> inputs, Map<String, Tensor> tensors) {
    int position = Collections.binarySearch(chosen, sample);
    if (position < 0) {
      return;
    }
    Map<String, double[]> means = new HashMap<>();
    for (CorrectableSum sum : sums) {
      means.put(
          sum.value(),
          ChannelMeans.of(Objects.requireNonNull(tensors.get(sum.value())), sum.axis()));
    }
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (String name : measured.names()) {
      results.put(name, kept(real(Objects.requireNonNull(tensors.get(name)))));
    }
    Map<String, Tensor> fed = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> fed.put(name, kept(tensor)));
    loaded.set(position, Optional.of(new TuningSamples.Sample(fed, means, results)));
  }

  private static Tensor real(Tensor result) {
    return result.dtype() == DType.FLOAT32 ? result : Tensor.of(result.shape(), result.toFloats());
  }

  private Tensor kept(Tensor tensor) {
    return tensor.copyInto(memory);
  }

  /** Runs the float network on the samples that are kept. */
  public Tuner load(Engine real) {
    Threads.each(
        threads,
        "plumbline-tune",
        chosen.size(),
        (i, _) ->
            source
                .load(chosen.get(i))
                .ifPresent(
                    inputs ->
                        real.visit(
                            inputs,
                            RunOptions.fetching(tensors()),
                            tensors -> see(chosen.get(i), inputs, tensors))));
    return tuner();
  }

  /** A tuner by what was seen. */
  public Tuner tuner() {
    var samples =
        new TuningSamples(
            measured, loaded.stream().flatMap(Optional::stream).toList(), source.size());
    return new Tuner(quantized.graph(), program, target, options, statistics, samples, threads);
  }
}
