package io.plumbline.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Runs numbered pieces of work on a few threads; the first failure ends all of it. */
final class Workers {
  private Workers() {}

  static void run(int threads, int count, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService pool =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("work-", 0).factory())) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(pool.submit(() -> drain(next, count, work)));
      }
      futures.forEach(Workers::await);
    }
  }

  private static void drain(AtomicInteger next, int count, IntConsumer work) {
    for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
      try {
        work.accept(index);
      } catch (RuntimeException e) {
        next.set(count);
        throw e;
      }
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
