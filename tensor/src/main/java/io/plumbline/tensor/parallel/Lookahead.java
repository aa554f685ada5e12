package io.plumbline.tensor.parallel;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Numbered items made by several threads, a bounded number ahead of the reader, and handed out in
 * order. One thread reads. Closing waits for the items under way.
 *
 * @param <T> what an item is
 */
public final class Lookahead<T> implements Iterator<T>, AutoCloseable {
  private sealed interface Outcome<T> {
    record Made<T>(T item) implements Outcome<T> {}

    record Failed<T>(Throwable thrown) implements Outcome<T> {}
  }

  private final int count;
  private final int ahead;
  private final IntFunction<T> make;
  private final List<Worker> workers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, Outcome<T>> ready = new HashMap<>();
  private int begun;
  private int taken;
  private int end;

  /**
   * Starts making items.
   *
   * @param count of items
   * @param make makes item i; called by several threads at once
   * @param threads at least 1; twice as many items are begun ahead of the reader at most
   * @param name what the threads are called, with a number behind it
   */
  public Lookahead(int count, IntFunction<T> make, int threads, String name) {
    this.count = count;
    this.end = count;
    this.make = make;
    this.ahead = 2 * threads;
    this.workers =
        IntStream.range(0, Math.min(threads, count))
            .mapToObj(i -> new Worker(name + "-" + i))
            .toList();
    workers.forEach(worker -> worker.start(this::produce));
  }

  private void produce() {
    for (int index = begin(); index < count; index = begin()) {
      Outcome<T> outcome = outcome(index);
      lock.lock();
      try {
        ready.put(index, outcome);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** The next item to make, once the reader is near enough; {@code count} when there is none. */
  private int begin() {
    lock.lock();
    try {
      while (begun < end && begun >= taken + ahead) {
        changed.awaitUninterruptibly();
      }
      return begun < end ? begun++ : count;
    } finally {
      lock.unlock();
    }
  }

  private Outcome<T> outcome(int index) {
    try {
      return new Outcome.Made<>(make.apply(index));
    } catch (Throwable thrown) {
      return new Outcome.Failed<>(thrown);
    }
  }

  @Override
  public boolean hasNext() {
    return taken < end;
  }

  /**
   * The next item.
   *
   * @throws RuntimeException whatever making that item threw, likewise an Error; nothing follows it
   * @throws CancellationException when the reader is interrupted while it waits
   */
  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    switch (take()) {
      case Outcome.Made<T>(T item) -> {
        return item;
      }
      case Outcome.Failed<T>(Throwable thrown) -> {
        close();
        throw FirstFailure.unchecked(thrown);
      }
    }
  }

  private Outcome<T> take() {
    lock.lock();
    try {
      Outcome<T> outcome = ready.remove(taken);
      while (outcome == null) {
        changed.await();
        outcome = ready.remove(taken);
      }
      taken++;
      changed.signalAll();
      return outcome;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for item " + taken);
    } finally {
      lock.unlock();
    }
  }

  /** Begins nothing more, waits for what is under way and drops what was not handed out. */
  @Override
  public void close() {
    lock.lock();
    try {
      end = Math.min(end, taken);
      ready.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    workers.forEach(Worker::await);
    workers.forEach(Worker::stop);
  }
}
