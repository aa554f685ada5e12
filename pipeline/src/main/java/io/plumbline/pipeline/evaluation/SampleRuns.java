package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.Preparation;
import io.plumbline.data.dataset.Prepared;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.parallel.Lookahead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Runs every model on every sample. Each sample is prepared once for all models that are fed alike,
 * and run by one of several threads; at most two samples a thread are in memory.
 */
final class SampleRuns<T, O> implements AutoCloseable {
  private static final String NOT_USED = "not used: ";

  private sealed interface Result<O> {
    record Observed<O>(O observation) implements Result<O> {}

    record Unusable<O>(BadDataException reason) implements Result<O> {}
  }

  private final List<Example<T>> examples;
  private final List<Preparation> preparations;
  private final List<Contestant> models;
  private final Meter<T, O> meter;
  private final Lookahead<Result<O>> results;
  private final List<Finding> findings = new ArrayList<>();
  private int used;

  SampleRuns(
      List<Example<T>> examples,
      List<Preparation> preparations,
      List<Contestant> models,
      Meter<T, O> meter,
      int threads) {
    this.examples = examples;
    this.preparations = List.copyOf(preparations);
    this.models = models;
    this.meter = meter;
    this.results =
        new Lookahead<>(
            examples.size(), index -> result(examples.get(index)), threads, "plumbline-eval");
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
      take(index, results.next());
      progress.update(index + 1L, examples.size());
    }
    if (used == 0) {
      throw new BadDataException(
          "data.no-samples",
          examples.getFirst().origin().where(),
          String.format(
              Locale.ROOT,
              "none of the %s could be used; of the first: %s",
              Count.of(examples.size(), "sample"),
              findings.getFirst().message().replace(NOT_USED, "")),
          "see to the data, the folder that paths of labels begin in, or the preprocessing");
    }
    return findings;
  }

  int used() {
    return used;
  }

  private Result<O> result(Example<T> example) {
    Map<Preparation, Prepared> prepared = new HashMap<>();
    try {
      preparations.forEach(
          each -> prepared.computeIfAbsent(each, key -> key.prepare(example.origin())));
    } catch (BadDataException e) {
      return new Result.Unusable<>(e);
    }
    List<Answer> answers = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      Preparation preparation = preparations.get(model);
      Prepared sample = Objects.requireNonNull(prepared.get(preparation));
      answers.add(
          new Answer(
              sample,
              preparation.transformers(),
              models.get(model).run(sample.tensor(), example.origin().where())));
    }
    return new Result.Observed<>(meter.observe(example, answers));
  }

  private void take(int index, Result<O> result) {
    switch (result) {
      case Result.Observed<O>(O observation) -> {
        meter.add(index, examples.get(index), observation);
        used++;
      }
      case Result.Unusable<O>(BadDataException e) ->
          findings.add(Finding.warning(e.code(), e.where(), NOT_USED + e.getMessage()));
    }
  }

  /** Stops all threads and waits for them, so that no model is closed under a run. */
  @Override
  public void close() {
    results.close();
  }
}
