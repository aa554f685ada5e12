package io.plumbline.pipeline.trial;

import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import io.plumbline.verify.score.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** Samples that decide which settings are best, and what the float network makes of them. */
public final class HeldOut {
  /**
   * One sample.
   *
   * @param label its class; −1 without labels
   */
  private record Kept(Map<String, Tensor> inputs, Map<String, Tensor> outputs, int label) {}

  private static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN, Double.NaN);

  private final List<Kept> samples;
  private final boolean labelled;
  private final int threads;

  private HeldOut(List<Kept> samples, boolean labelled, int threads) {
    this.samples = samples;
    this.labelled = labelled;
    this.threads = threads;
  }

  /**
   * Runs the float network on all samples and keeps them in memory.
   *
   * @param labels the class of each; empty where they are not known
   * @throws BadDataException when none can be used
   */
  static HeldOut load(
      SampleSource source, Optional<List<Integer>> labels, Engine real, int threads) {
    List<Optional<Kept>> loaded = new ArrayList<>();
    IntStream.range(0, source.size()).forEach(_ -> loaded.add(Optional.empty()));
    Threads.each(
        threads,
        "plumbline-tune",
        source.size(),
        (index, _) -> {
          int label = labels.map(all -> all.get(index)).orElse(-1);
          Optional<Kept> kept =
              source.load(index).map(inputs -> new Kept(inputs, real.run(inputs), label));
          synchronized (loaded) {
            loaded.set(index, kept);
          }
        });
    List<Kept> samples = loaded.stream().flatMap(Optional::stream).toList();
    if (samples.isEmpty()) {
      throw new BadDataException(
          "tune.no-samples",
          source.size() == 0 ? "--data" : source.name(0),
          "no sample is left to judge by",
          "give evaluation samples with --data");
    }
    return new HeldOut(samples, labels.isPresent(), threads);
  }

  int size() {
    return samples.size();
  }

  /** Runs a program on all samples. */
  Outcome outcome(Program program) {
    List<Map<String, Tensor>> found = new ArrayList<>();
    samples.forEach(_ -> found.add(Map.of()));
    try (Engine engine = Executors.open(program, new OrtForeignOps(), ExecutorOptions.fastest(1))) {
      Threads.each(
          threads,
          "plumbline-tune",
          samples.size(),
          (index, _) -> {
            Map<String, Tensor> outputs = engine.run(samples.get(index).inputs());
            synchronized (found) {
              found.set(index, outputs);
            }
          });
    }
    return outcome(found);
  }

  private Outcome outcome(List<Map<String, Tensor>> found) {
    SequencedMap<String, double[]> cosines = new LinkedHashMap<>();
    Answers answers = new Answers();
    boolean scores = true;
    for (int i = 0; i < samples.size(); i++) {
      Kept sample = samples.get(i);
      Map<String, Tensor> outputs = found.get(i);
      for (Map.Entry<String, Tensor> each : sample.outputs().entrySet()) {
        Tensor output = outputs.get(each.getKey());
        if (output != null && each.getValue().dtype().isFloat()) {
          cosines.computeIfAbsent(each.getKey(), _ -> new double[samples.size()])[i] =
              cosine(each.getValue(), output);
        }
      }
      Map.Entry<String, Tensor> first = sample.outputs().entrySet().iterator().next();
      Tensor answer = outputs.get(first.getKey());
      scores &= answer != null && first.getValue().shape().elements() > 1;
      if (scores && answer != null) {
        answers.add(top(first.getValue()), top(answer), sample.label());
      }
    }
    Estimate least =
        cosines.values().stream()
            .map(each -> Estimate.mean(each, -1, 1))
            .min(Comparator.comparingDouble(Estimate::value))
            .orElse(UNKNOWN);
    return new Outcome(
        scores ? Optional.of(answers.agreement()) : Optional.empty(),
        least,
        scores && labelled ? Optional.of(answers.top1()) : Optional.empty(),
        scores && labelled ? Optional.of(answers.drop()) : Optional.empty());
  }

  /** 0 where the data decide on another number of elements. */
  private static double cosine(Tensor expected, Tensor found) {
    return expected.shape().equals(found.shape()) ? Similarity.of(expected, found).cosine() : 0;
  }

  /** The place of the largest element; the first of equals. */
  private static int top(Tensor scores) {
    float[] values = scores.toFloats();
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
