package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.Preparation;
import io.plumbline.data.dataset.Prepared;
import io.plumbline.pipeline.Progress;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Finding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs every model on every sample. Each sample is prepared once, ahead of inference and by threads
 * of its own; at most six samples a thread are in memory.
 */
final class SampleRuns<T, O> implements AutoCloseable {
  private static final int RUNS_PER_THREAD = 2;
  private static final int PREPARED_PER_THREAD = 6;

  private record Run<T, O>(Example<T> example, Future<Prepared> prepared, Future<O> outcome) {}

  private final List<Example<T>> examples;
  private final Preparation preparation;
  private final List<Contestant> models;
  private final Meter<T, O> meter;
  private final int threads;
  private final ExecutorService preparing;
  private final ExecutorService running;
  private final Deque<Future<Prepared>> prepared = new ArrayDeque<>();
  private final Deque<Run<T, O>> runs = new ArrayDeque<>();
  private final List<Finding> findings = new ArrayList<>();
  private int submitted;
  private int used;

  SampleRuns(
      List<Example<T>> examples,
      Preparation preparation,
      List<Contestant> models,
      Meter<T, O> meter,
      int threads) {
    this.examples = examples;
    this.preparation = preparation;
    this.models = models;
    this.meter = meter;
    this.threads = threads;
    this.preparing = pool("plumbline-prepare-");
    this.running = pool("plumbline-run-");
  }

  private ExecutorService pool(String name) {
    return Executors.newFixedThreadPool(
        threads, Thread.ofPlatform().daemon().name(name, 0).factory());
  }

  /**
   * Works through all samples.
   *
   * @return warnings about samples that could not be used
   * @throws BadDataException when none of them could be
   */
  List<Finding> all(Progress progress) {
    progress.stage("eval");
    for (int index = 0; index < examples.size(); index++) {
      submit(index);
      take(index);
      progress.update(index + 1L, examples.size());
    }
    if (used == 0) {
      throw new BadDataException(
          "data.no-samples",
          examples.getFirst().origin().where(),
          "none of the %d samples could be used; of the first: %s"
              .formatted(examples.size(), findings.getFirst().message()),
          "see to the data or the preprocessing");
    }
    return findings;
  }

  int used() {
    return used;
  }

  private void submit(int done) {
    while (submitted + prepared.size()
        < Math.min(examples.size(), done + PREPARED_PER_THREAD * threads)) {
      Example<T> example = examples.get(submitted + prepared.size());
      prepared.add(preparing.submit(() -> preparation.prepare(example.origin())));
    }
    while (submitted < Math.min(examples.size(), done + RUNS_PER_THREAD * threads)) {
      Example<T> example = examples.get(submitted++);
      Future<Prepared> sample = prepared.remove();
      runs.add(new Run<>(example, sample, running.submit(() -> run(example, sample.get()))));
    }
  }

  private O run(Example<T> example, Prepared sample) {
    return meter.observe(
        example,
        sample,
        models.stream()
            .map(model -> model.run(sample.tensor(), example.origin().where()))
            .toList());
  }

  private void take(int index) {
    Run<T, O> run = runs.remove();
    try {
      Optional<BadDataException> unusable = unusable(run.prepared);
      if (unusable.isPresent()) {
        BadDataException e = unusable.get();
        findings.add(Finding.warning(e.code(), e.where(), "not used: " + e.getMessage()));
      } else {
        meter.add(index, run.example, run.outcome.get());
        used++;
      }
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while evaluating", e);
    }
  }

  private static Optional<BadDataException> unusable(Future<Prepared> prepared)
      throws ExecutionException, InterruptedException {
    try {
      prepared.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BadDataException bad) {
        return Optional.of(bad);
      }
      throw e;
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  /** Stops all threads and waits for them, so that no model is closed under a run. */
  @Override
  public void close() {
    preparing.shutdownNow();
    running.shutdownNow();
    preparing.close();
    running.close();
  }
}
