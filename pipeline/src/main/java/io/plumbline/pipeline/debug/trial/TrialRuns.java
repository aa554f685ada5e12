package io.plumbline.pipeline.debug.trial;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * Runs trials without running anything twice: the float network walks from cut to cut on all
 * samples, and behind each cut only what comes after it runs again for the trials that change
 * something there.
 */
public final class TrialRuns {
  /** What the values of all samples that are alive at a cut may take. */
  private static final long MOST_BYTES = 256L << 20;

  private static final Trial FLOAT = new Trial("float", List.of());

  private final CalibratedGraph calibrated;
  private final List<String> results;
  private final Cuts cuts;
  private final int threads;
  private final Progress progress;
  private final Trial expected;
  private final Trial base;

  /** Sees the results of a trial on a sample beside those of the float network. */
  public interface Reader {
    void read(int trial, int sample, Map<String, Tensor> expected, Map<String, Tensor> found);

    /** Told of trials that have run on all samples. */
    default void finished(List<Integer> trials) {}
  }

  /**
   * @param results values that are compared: outputs, or values inside
   * @param threads how many samples are worked on at a time
   */
  public TrialRuns(
      CalibratedGraph calibrated, List<String> results, int threads, Progress progress) {
    this(calibrated, FLOAT, FLOAT, results, threads, progress);
  }

  /**
   * @param expected what all are held against
   * @param base what trials have in common but for the places that they touch
   */
  public TrialRuns(
      CalibratedGraph calibrated,
      Trial expected,
      Trial base,
      List<String> results,
      int threads,
      Progress progress) {
    this.expected = expected;
    this.base = base;
    this.calibrated = calibrated;
    this.results = List.copyOf(results);
    this.cuts = Cuts.of(calibrated, results);
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Runs every trial on every sample.
   *
   * @param samples inputs by name
   * @param reader called from several threads, once for each trial and sample
   * @throws CancellationException when progress asks to stop
   */
  public void run(List<Trial> trials, List<Map<String, Tensor>> samples, Reader reader) {
    List<List<Integer>> starts = starts(trials);
    Graph real = expected.of(calibrated);
    try (FloatChain floats = FloatChain.open(real, results, cuts.segments(), samples.getFirst());
        FloatChain chain = base.equals(expected) ? floats : floats.of(base.of(calibrated))) {
      int most = chunk(samples.size());
      Work work = new Work(trials, reader, floats, chain, starts, samples.size());
      for (int from = 0; from < samples.size(); from += most) {
        work.walk(samples.subList(from, Math.min(samples.size(), from + most)), from);
      }
    }
  }

  /** How many samples are held at once. */
  private int chunk(int samples) {
    Graph graph = calibrated.real();
    long bytes =
        cuts.segments().stream()
            .mapToLong(segment -> Segment.bytes(graph, segment.holds()))
            .max()
            .orElse(1);
    return Math.clamp(MOST_BYTES / Math.max(1, bytes), 1, Math.max(1, samples));
  }

  /**
   * By segment: the trials that change something there first. Those that change nothing are last.
   */
  private List<List<Integer>> starts(List<Trial> trials) {
    List<List<Integer>> starts = new ArrayList<>();
    cuts.segments().forEach(_ -> starts.add(new ArrayList<>()));
    for (int trial = 0; trial < trials.size(); trial++) {
      var touched = cuts.of(trials.get(trial));
      starts.get(touched.isEmpty() ? starts.size() - 1 : touched.first()).add(trial);
    }
    return starts;
  }

  /** How often trials run through a segment. */
  private static long work(List<List<Integer>> starts) {
    long runs = 0;
    for (int at = 0; at < starts.size(); at++) {
      runs += (long) starts.get(at).size() * (starts.size() - at);
    }
    return runs;
  }

  /** How often trials run through the network for each sample, by the number of nodes. */
  public double passes(List<Trial> trials) {
    List<List<Integer>> starts = starts(trials);
    double nodes = calibrated.real().nodes().size();
    double passes = 0;
    for (int at = 0; at < starts.size(); at++) {
      passes += starts.get(at).size() * (nodes - cuts.segments().get(at).from()) / nodes;
    }
    return passes;
  }

  /** One walk. */
  private final class Work {
    private final List<Trial> trials;
    private final Reader reader;
    private final FloatChain floats;
    private final FloatChain chain;
    private final List<List<Integer>> starts;
    private final AtomicLong done = new AtomicLong();
    private final long total;
    private final int samples;

    Work(
        List<Trial> trials,
        Reader reader,
        FloatChain floats,
        FloatChain chain,
        List<List<Integer>> starts,
        int samples) {
      this.trials = trials;
      this.reader = reader;
      this.floats = floats;
      this.chain = chain;
      this.starts = starts;
      this.total = work(starts) * samples;
      this.samples = samples;
    }

    void walk(List<Map<String, Tensor>> samples, int offset) {
      List<Map<String, Tensor>> expected = each(samples, floats::results);
      List<Map<String, Tensor>> values = samples;
      for (int at = 0; at < starts.size(); at++) {
        if (!starts.get(at).isEmpty()) {
          tryAll(at, values, expected, offset);
          if (offset + samples.size() == this.samples) {
            reader.finished(starts.get(at));
          }
        }
        int step = at;
        if (at + 1 < starts.size()) {
          values =
              each(
                  values,
                  held -> {
                    Map<String, Tensor> all = new HashMap<>(held);
                    all.putAll(chain.step(step, held));
                    return chain.held(step + 1, all);
                  });
        }
      }
    }

    private List<Map<String, Tensor>> each(
        List<Map<String, Tensor>> samples, UnaryOperator<Map<String, Tensor>> made) {
      List<Map<String, Tensor>> found = new ArrayList<>(samples);
      Threads.each(
          threads,
          "plumbline-debug",
          samples.size(),
          (sample, _) -> found.set(sample, made.apply(samples.get(sample))));
      return found;
    }

    private void tryAll(
        int at, List<Map<String, Tensor>> values, List<Map<String, Tensor>> expected, int offset) {
      List<Integer> here = starts.get(at);
      List<Map<Integer, Engine>> engines = new ArrayList<>();
      here.forEach(_ -> engines.add(new HashMap<>()));
      try {
        Threads.each(
            threads,
            "plumbline-debug",
            here.size(),
            (index, _) -> open(trials.get(here.get(index)), engines.get(index)));
        int count = values.size();
        Threads.each(
            threads,
            "plumbline-debug",
            here.size() * count,
            (task, _) -> {
              int trial = here.get(task / count);
              int sample = task % count;
              if (progress.cancelled()) {
                throw new CancellationException(
                    "cancelled before trial " + trials.get(trial).name());
              }
              chain.visit(
                  at,
                  engines.get(task / count),
                  values.get(sample),
                  found -> reader.read(trial, offset + sample, expected.get(sample), found));
              progress.update(done.addAndGet(starts.size() - at), total);
            });
      } finally {
        engines.forEach(each -> each.values().forEach(Engine::close));
      }
    }

    private void open(Trial trial, Map<Integer, Engine> engines) {
      Graph rounded = trial.of(calibrated);
      for (int segment : cuts.of(trial)) {
        chain
            .open(rounded, Objects.requireNonNull(chain.segments().get(segment)))
            .ifPresent(engine -> engines.put(segment, engine));
      }
    }
  }
}
