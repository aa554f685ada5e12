package io.plumbline.data.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Loads numbered items by several threads, a bounded number ahead of the reader, and hands them out
 * in order. One thread reads; closing cancels what is under way.
 *
 * @param <T> what an item is
 */
public final class ParallelLoader<T> implements Iterator<T>, AutoCloseable {
  private final int count;
  private final IntFunction<T> load;
  private final ExecutorService threads;
  private final int ahead;
  private final Deque<Future<T>> pending = new ArrayDeque<>();
  private int submitted;

  /**
   * Starts loading.
   *
   * @param count of items
   * @param load makes item i; called by several threads at once
   * @param threads at least 1; twice as many items are held at most
   */
  public ParallelLoader(int count, IntFunction<T> load, int threads) {
    this.count = count;
    this.load = load;
    this.ahead = 2 * threads;
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("plumbline-loader-", 0).factory());
    submit();
  }

  private void submit() {
    while (submitted < count && pending.size() < ahead) {
      int item = submitted++;
      pending.add(threads.submit(() -> load.apply(item)));
    }
  }

  @Override
  public boolean hasNext() {
    return !pending.isEmpty();
  }

  /**
   * The next item.
   *
   * @throws RuntimeException whatever loading that item threw
   */
  @Override
  public T next() {
    Future<T> head = pending.poll();
    if (head == null) {
      throw new NoSuchElementException();
    }
    try {
      T item = head.get();
      submit();
      return item;
    } catch (ExecutionException e) {
      close();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while loading", e);
    }
  }

  /** Stops all threads; items not handed out are dropped. */
  @Override
  public void close() {
    pending.clear();
    submitted = count;
    threads.shutdownNow();
  }
}
