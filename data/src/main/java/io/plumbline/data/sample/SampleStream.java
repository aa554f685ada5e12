package io.plumbline.data.sample;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.parallel.Lookahead;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Samples in order, read ahead by several threads. A bad sample becomes a finding and is passed
 * over; when all are bad, the first one's error is thrown.
 *
 * @param <T> what a sample is
 */
public final class SampleStream<T> implements Iterator<T>, AutoCloseable {
  private sealed interface Loaded<T> {
    record Good<T>(T sample) implements Loaded<T> {}

    record Bad<T>(BadDataException error) implements Loaded<T> {}
  }

  private final Lookahead<Loaded<T>> loader;
  private final List<BadDataException> bad = new ArrayList<>();
  private Optional<T> next = Optional.empty();
  private boolean anyGood;

  SampleStream(int count, IntFunction<T> load, int threads) {
    this.loader =
        new Lookahead<>(count, index -> attempt(load, index), threads, "plumbline-loader");
  }

  private static <T> Loaded<T> attempt(IntFunction<T> load, int index) {
    try {
      return new Loaded.Good<>(load.apply(index));
    } catch (BadDataException e) {
      return new Loaded.Bad<>(e);
    }
  }

  /**
   * Whether there is another good sample.
   *
   * @throws BadDataException when there was not a single one
   */
  @Override
  public boolean hasNext() {
    while (next.isEmpty() && loader.hasNext()) {
      switch (loader.next()) {
        case Loaded.Good<T>(T sample) -> {
          next = Optional.of(sample);
          anyGood = true;
        }
        case Loaded.Bad<T>(BadDataException error) -> bad.add(error);
      }
    }
    if (next.isEmpty() && !anyGood && !bad.isEmpty()) {
      throw bad.getFirst();
    }
    return next.isPresent();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T sample = next.orElseThrow();
    next = Optional.empty();
    return sample;
  }

  /** The samples passed over so far. */
  public List<Finding> findings() {
    return bad.stream()
        .map(
            error ->
                Finding.warning(error.code(), error.where(), "not used: " + error.getMessage()))
        .toList();
  }

  @Override
  public void close() {
    loader.close();
  }
}
