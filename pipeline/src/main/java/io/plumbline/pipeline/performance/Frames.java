package io.plumbline.pipeline.performance;

import io.plumbline.pipeline.request.Progress;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Frames that were run.
 *
 * @param latencies of each, in nanoseconds: from its inputs in memory to its outputs
 * @param elapsed from the first frame's begin to the last one's end, in nanoseconds, less what lies
 *     between the frames of a caller, such as showing progress: of one caller the sum of the
 *     latencies; of several, time between frames counts by their share of all callers
 */
record Frames(List<Double> latencies, double elapsed) {
  private static final int MOST_WARM_UP = 500;
  private static final long WARM_UP_NANOSECONDS = 3_000_000_000L;

  /** Runs frames. */
  static Frames run(
      Engine engine, Map<String, Tensor> sample, PerformanceRequest request, Progress progress) {
    return run(engine, sample, request, progress, System::nanoTime);
  }

  /**
   * Runs frames.
   *
   * @param clock in nanoseconds, from any beginning
   */
  static Frames run(
      Engine engine,
      Map<String, Tensor> sample,
      PerformanceRequest request,
      Progress progress,
      LongSupplier clock) {
    RunOptions options = new RunOptions(List.of(), request.offset());
    if (request.warmUp()) {
      warmUp(engine, sample, options);
    }
    List<List<Double>> parts =
        Stream.<List<Double>>generate(ArrayList::new).limit(request.threads()).toList();
    AtomicInteger begun = new AtomicInteger();
    LongAccumulator first = new LongAccumulator(Math::min, Long.MAX_VALUE);
    LongAccumulator last = new LongAccumulator(Math::max, 0);
    LongAdder between = new LongAdder();
    long start = clock.getAsLong();
    long limit = request.time().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    int frames = request.time().isPresent() ? Integer.MAX_VALUE : request.frames();
    try (Threads threads = new Threads(request.threads(), "plumbline-perf")) {
      threads.split(
          request.threads(),
          (part, _, thread) -> {
            long after = -1;
            while (clock.getAsLong() - start < limit && begun.getAndIncrement() < frames) {
              long before = clock.getAsLong() - start;
              between.add(after < 0 ? 0 : before - after);
              engine.run(sample, options);
              after = clock.getAsLong() - start;
              parts.get(part).add((double) (after - before));
              first.accumulate(before);
              last.accumulate(after);
              if (thread == 0) {
                told(progress, begun.get(), frames);
              }
            }
          });
    }
    List<Double> latencies = parts.stream().flatMap(List::stream).toList();
    double idle = between.sum() / (double) request.threads();
    return new Frames(latencies, last.get() - first.get() - idle);
  }

  private static void told(Progress progress, int done, int frames) {
    if (progress.cancelled()) {
      throw new CancellationException("cancelled after %s".formatted(Count.of(done, "frame")));
    }
    if (frames < Integer.MAX_VALUE) {
      progress.update(Math.min(done, frames), frames);
    }
  }

  /** Until code is compiled and memory is there, or for three seconds. */
  private static void warmUp(Engine engine, Map<String, Tensor> sample, RunOptions options) {
    long start = System.nanoTime();
    int run = 0;
    do {
      engine.run(sample, options);
      run++;
    } while (run < MOST_WARM_UP && System.nanoTime() - start < WARM_UP_NANOSECONDS);
  }
}
