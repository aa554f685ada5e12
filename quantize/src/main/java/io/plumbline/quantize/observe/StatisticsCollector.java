package io.plumbline.quantize.observe;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs samples through an engine and observes tensors. Each thread loads, runs and observes whole
 * samples with accumulators of its own, which are merged at the end: the result does not depend on
 * the number of threads, and memory does not depend on the number of samples.
 */
public final class StatisticsCollector {
  private final Engine engine;
  private final List<String> fetched;
  private final List<String> fed;
  private final Map<String, Need> needs;
  private final int threads;

  /**
   * @param needs what must be known of float32 tensors of the engine, inputs among them, by name in
   *     the order of the result
   * @param threads how many samples are worked on at a time
   */
  public StatisticsCollector(Engine engine, SequencedMap<String, Need> needs, int threads) {
    List<String> inputs = engine.inputs().stream().map(port -> port.name()).toList();
    this.engine = engine;
    this.fed = needs.keySet().stream().filter(inputs::contains).toList();
    this.fetched = needs.keySet().stream().filter(name -> !inputs.contains(name)).toList();
    this.needs = new HashMap<>(needs);
    this.threads = threads;
  }

  /** As much of each tensor. */
  public StatisticsCollector(Engine engine, List<String> tensors, StatisticKind kind, int threads) {
    this(engine, each(tensors, kind), threads);
  }

  private static SequencedMap<String, Need> each(List<String> tensors, StatisticKind kind) {
    SequencedMap<String, Need> needs = new LinkedHashMap<>();
    tensors.forEach(tensor -> needs.put(tensor, Need.of(kind)));
    return needs;
  }

  /**
   * Collects the statistics of all samples.
   *
   * @throws BadDataException when there is no sample, or all were left out, or a tensor holds a
   *     number that is not finite and means nothing there: of the sample with the lowest number
   * @throws CancellationException when progress asks to stop
   */
  public Statistics collect(SampleSource samples, CollectionProgress progress) {
    return collect(samples, Partition.WHOLE, progress).getFirst();
  }

  /**
   * Collects the statistics of parts of the samples in one pass. Merged they are those of all.
   *
   * @return one for each part, empty for a part without samples
   * @throws BadDataException as above
   * @throws CancellationException when progress asks to stop
   */
  public List<Statistics> collect(
      SampleSource samples, Partition partition, CollectionProgress progress) {
    if (samples.size() == 0) {
      throw noSamples(
          "There is no sample to calibrate with.", "Give a directory with calibration files.");
    }
    int threads = Math.min(this.threads, samples.size());
    var run = new Run(samples, partition, progress);
    List<Worker> workers = Stream.generate(() -> new Worker(run)).limit(threads).toList();
    Threads.each(
        threads,
        "plumbline-observe",
        samples.size(),
        (sample, thread) -> workers.get(thread).observe(sample));
    List<Statistics> parts =
        IntStream.range(0, partition.parts())
            .mapToObj(part -> merged(workers.stream().map(each -> each.parts.get(part)).toList()))
            .toList();
    if (parts.stream().allMatch(part -> part.samples() == 0)) {
      throw noSamples(
          String.format(
              Locale.ROOT,
              "None of the %d samples can be used, expected at least one; the first is '%s'.",
              samples.size(),
              samples.name(0)),
          "Repair or replace the calibration files; the findings say what is wrong with each.");
    }
    return parts;
  }

  /**
   * The statistics of several observers, one tensor after the other: each is given up as soon as it
   * is merged, so that the tables of all observers and those of the result never stand side by
   * side.
   */
  private static Statistics merged(List<PartObserver> observers) {
    SequencedMap<String, TensorStatistics> tensors = new LinkedHashMap<>();
    for (String name : List.copyOf(observers.getFirst().observers.keySet())) {
      tensors.put(
          name,
          observers.stream()
              .map(each -> Objects.requireNonNull(each.observers.remove(name)).statistics())
              .reduce(TensorStatistics::merge)
              .orElseThrow());
    }
    return new Statistics(observers.stream().mapToLong(each -> each.seen).sum(), tensors);
  }

  private static BadDataException noSamples(String message, String remedy) {
    return new BadDataException("calibrate.no-samples", "calibration data", message, remedy);
  }

  /** What the threads share. */
  private record Run(
      SampleSource samples, Partition partition, CollectionProgress progress, AtomicInteger done) {
    Run(SampleSource samples, Partition partition, CollectionProgress progress) {
      this(samples, partition, progress, new AtomicInteger());
    }
  }

  /** One thread. */
  private final class Worker {
    private final Run run;
    private final List<PartObserver> parts;

    Worker(Run run) {
      this.run = run;
      var counter = new BinCounter();
      this.parts =
          Stream.generate(() -> new PartObserver(run.samples(), counter))
              .limit(run.partition().parts())
              .toList();
    }

    void observe(int sample) {
      if (run.progress.cancelled()) {
        throw new CancellationException("calibration was cancelled");
      }
      PartObserver part = parts.get(run.partition().part(sample));
      run.samples.load(sample).ifPresent(inputs -> part.observe(inputs, sample));
      run.progress.update(run.done.incrementAndGet(), run.samples.size());
    }
  }

  /** What one thread sees of one part of the samples. */
  private final class PartObserver {
    private final SampleSource samples;
    private final SequencedMap<String, TensorObserver> observers = new LinkedHashMap<>();
    private long seen;

    PartObserver(SampleSource samples, BinCounter counter) {
      this.samples = samples;
      fed.forEach(name -> observers.put(name, observer(name, counter)));
      fetched.forEach(name -> observers.put(name, observer(name, counter)));
    }

    private TensorObserver observer(String name, BinCounter counter) {
      return new TensorObserver(Objects.requireNonNull(needs.get(name)), counter);
    }

    void observe(Map<String, Tensor> inputs, int sample) {
      for (String name : fed) {
        Tensor input = inputs.get(name);
        if (input != null) {
          observe(name, input, sample);
        }
      }
      engine.visit(
          inputs,
          RunOptions.fetching(fetched),
          tensors -> tensors.forEach((name, tensor) -> observe(name, tensor, sample)));
      seen++;
    }

    private void observe(String name, Tensor tensor, int sample) {
      TensorObserver observer = observers.get(name);
      if (observer == null || tensor.dtype() != DType.FLOAT32 || observer.observe(tensor, sample)) {
        return;
      }
      throw new BadDataException(
          "calibrate.not-finite",
          samples.name(sample),
          "Tensor '%s' holds NaN or infinity for sample '%s', expected finite numbers."
              .formatted(name, samples.name(sample)),
          "Check the preprocessing of this sample; if it is right, the float model itself"
              + " overflows here: repair the model, or keep the tensor's node in float32.");
    }
  }
}
