package io.plumbline.quantize.observe;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Runs samples through an engine and observes tensors. Each thread loads, runs and observes whole
 * samples; all share one observer of each tensor, to which the order of samples is the same. So
 * neither the result nor the memory of the observers depends on the number of threads, and memory
 * does not depend on the number of samples.
 */
public final class StatisticsCollector {
  /** The code of the failure of one sample that ends the work before all were read. */
  public static final String NOT_FINITE = "calibrate.not-finite";

  private static final NotFinite NO_NODES =
      new NotFinite(
          new Graph(
              "",
              ModelInfo.ofOpset(1),
              List.of(),
              List.of(),
              List.of(),
              new LinkedHashMap<>(),
              new LinkedHashMap<>()));

  private final Engine engine;
  private final NotFinite notFinite;
  private final List<String> fetched;
  private final List<String> fed;
  private final SequencedMap<String, Need> needs;
  private final SequencedMap<String, List<String>> wanted = new LinkedHashMap<>();
  private final int threads;

  /**
   * @param needs what must be known of float32 tensors of the engine, inputs among them, and of
   *     multiples of them, by name in the order of the result
   * @param threads how many samples are worked on at a time
   */
  public StatisticsCollector(Engine engine, SequencedMap<String, Need> needs, int threads) {
    this(engine, NO_NODES, needs, threads);
  }

  private StatisticsCollector(
      Engine engine, NotFinite notFinite, SequencedMap<String, Need> needs, int threads) {
    List<String> inputs = engine.inputs().stream().map(port -> port.name()).toList();
    this.engine = engine;
    this.notFinite = notFinite;
    this.needs = new LinkedHashMap<>(needs);
    this.needs.forEach(
        (name, need) ->
            wanted
                .computeIfAbsent(
                    need.multiple().map(ChannelMultiple::value).orElse(name),
                    _ -> new ArrayList<>())
                .add(name));
    this.fed = wanted.keySet().stream().filter(inputs::contains).toList();
    this.fetched = wanted.keySet().stream().filter(name -> !inputs.contains(name)).toList();
    this.threads = threads;
  }

  /** As much of each tensor. */
  public StatisticsCollector(Engine engine, List<String> tensors, StatisticKind kind, int threads) {
    this(engine, each(tensors, kind), threads);
  }

  /** The same, with errors that name nodes of a graph. */
  public StatisticsCollector naming(Graph graph) {
    return new StatisticsCollector(engine, new NotFinite(graph), needs, threads);
  }

  private static SequencedMap<String, Need> each(List<String> tensors, StatisticKind kind) {
    SequencedMap<String, Need> needs = new LinkedHashMap<>();
    tensors.forEach(tensor -> needs.put(tensor, Need.of(kind)));
    return needs;
  }

  /**
   * Collects the statistics of all samples, and lets someone see the same runs.
   *
   * @throws BadDataException as below
   */
  public Statistics collect(SampleSource samples, CollectionProgress progress, Onlooker onlooker) {
    return collect(samples, Partition.WHOLE, progress, Optional.of(onlooker)).getFirst();
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
    return collect(samples, partition, progress, Optional.empty());
  }

  private List<Statistics> collect(
      SampleSource samples,
      Partition partition,
      CollectionProgress progress,
      Optional<Onlooker> onlooker) {
    if (samples.size() == 0) {
      throw noSamples(
          "There is no sample to calibrate with.", "Give a directory with calibration files.");
    }
    int threads = Math.min(this.threads, samples.size());
    var run = new Run(samples, partition, progress, onlooker);
    List<Worker> workers = Stream.generate(() -> new Worker(run)).limit(threads).toList();
    Threads.each(
        threads,
        "plumbline-observe",
        samples.size(),
        (sample, thread) -> workers.get(thread).observe(sample));
    List<Statistics> parts = run.parts.stream().map(PartObserver::statistics).toList();
    if (parts.stream().allMatch(part -> part.samples() == 0)) {
      throw noSamples(
          String.format(
              Locale.ROOT,
              "None of the %s can be used, expected at least one; the first is '%s'.",
              Count.of(samples.size(), "sample"),
              samples.name(0)),
          "Repair or replace the calibration files; the findings say what is wrong with each.");
    }
    return parts;
  }

  private static BadDataException noSamples(String message, String remedy) {
    return new BadDataException("calibrate.no-samples", "calibration data", message, remedy);
  }

  /** What the threads share. */
  private final class Run {
    private final SampleSource samples;
    private final Partition partition;
    private final CollectionProgress progress;
    private final Optional<Onlooker> onlooker;
    private final RunOptions options;
    private final List<PartObserver> parts;
    private final AtomicInteger done = new AtomicInteger();

    Run(
        SampleSource samples,
        Partition partition,
        CollectionProgress progress,
        Optional<Onlooker> onlooker) {
      this.onlooker = onlooker;
      this.options =
          RunOptions.fetching(
              Stream.concat(
                      fetched.stream(),
                      onlooker.stream().flatMap(looker -> looker.tensors().stream()))
                  .distinct()
                  .toList());
      this.samples = samples;
      this.partition = partition;
      this.progress = progress;
      this.parts =
          Stream.generate(() -> new PartObserver(samples)).limit(partition.parts()).toList();
    }
  }

  /** One thread. */
  private static final class Worker {
    private final Run run;
    private final BinCounter counter = new BinCounter();
    private final MultiplyingBuffer buffer = new MultiplyingBuffer();

    Worker(Run run) {
      this.run = run;
    }

    void observe(int sample) {
      if (run.progress.cancelled()) {
        throw new CancellationException("calibration was cancelled");
      }
      PartObserver part = run.parts.get(run.partition.part(sample));
      run.samples.load(sample).ifPresent(inputs -> part.observe(inputs, sample, this));
      run.progress.update(run.done.incrementAndGet(), run.samples.size());
    }
  }

  /** What is seen of one part of the samples. */
  private final class PartObserver {
    private final SampleSource samples;
    private final SequencedMap<String, TensorObserver> observers = new LinkedHashMap<>();
    private final AtomicInteger seen = new AtomicInteger();

    PartObserver(SampleSource samples) {
      this.samples = samples;
      Stream.concat(fed.stream(), fetched.stream())
          .flatMap(value -> Objects.requireNonNull(wanted.get(value)).stream())
          .forEach(
              name ->
                  observers.put(name, new TensorObserver(Objects.requireNonNull(needs.get(name)))));
    }

    void observe(Map<String, Tensor> inputs, int sample, Worker worker) {
      SequencedSet<String> broken = new LinkedHashSet<>();
      for (String name : fed) {
        Tensor input = inputs.get(name);
        if (input != null) {
          observe(name, input, sample, worker, broken);
        }
      }
      engine.visit(
          inputs,
          worker.run.options,
          tensors -> {
            tensors.forEach((name, tensor) -> observe(name, tensor, sample, worker, broken));
            requireNone(broken, sample, inputs);
            worker.run.onlooker.ifPresent(looker -> looker.see(sample, inputs, tensors));
          });
      seen.incrementAndGet();
    }

    private void requireNone(SequencedSet<String> broken, int sample, Map<String, Tensor> inputs) {
      if (broken.isEmpty()) {
        return;
      }
      String first = broken.getFirst();
      throw fed.contains(first)
          ? NotFinite.input(
              first, Objects.requireNonNull(inputs.get(first)), samples.name(sample, first))
          : notFinite.error(List.copyOf(broken), samples.name(sample));
    }

    /**
     * Lets all that look at a tensor see it.
     *
     * @param broken gets the name of a tensor that is not finite where that means nothing
     */
    private void observe(
        String value, Tensor tensor, int sample, Worker worker, Set<String> broken) {
      List<String> names = wanted.getOrDefault(value, List.of());
      for (String name : tensor.dtype() == DType.FLOAT32 ? names : List.<String>of()) {
        Tensor seen =
            Objects.requireNonNull(needs.get(name))
                .multiple()
                .map(multiple -> worker.buffer.product(tensor, multiple))
                .orElse(tensor);
        if (!Objects.requireNonNull(observers.get(name)).observe(seen, sample, worker.counter)) {
          broken.add(value);
        }
      }
    }

    /**
     * What was seen. Each observer is given up as soon as its statistics are had, so that its
     * tables and theirs never stand side by side for all tensors.
     */
    Statistics statistics() {
      SequencedMap<String, TensorStatistics> tensors = new LinkedHashMap<>();
      for (String name : List.copyOf(observers.keySet())) {
        tensors.put(name, Objects.requireNonNull(observers.remove(name)).statistics());
      }
      return new Statistics(seen.get(), tensors);
    }
  }
}
