package io.plumbline.tensor.parallel;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends what takes too long, where it must be told from outside. */
public final class Deadline implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private final Runnable end;
  private final Duration limit;
  private final Worker worker;
  private volatile boolean passed;

  /**
   * Begins to wait.
   *
   * @param limit after which what is under way is ended
   * @param end called at most once, by another thread, and never after this is closed
   */
  public Deadline(Duration limit, Runnable end) {
    this.limit = limit;
    this.end = end;
    this.worker = new Worker("plumbline-deadline");
    worker.start(this::await);
  }

  private void await() {
    boolean inTime = false;
    try {
      inTime = done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!inTime) {
      passed = true;
      end.run();
    }
  }

  /** Whether what was under way was told to end. */
  public boolean hasPassed() {
    return passed;
  }

  /** Waits no longer, and for a call that has begun. */
  @Override
  public void close() {
    done.countDown();
    Throwable failure = worker.await();
    worker.stop();
    if (failure != null) {
      throw new IllegalStateException("what took too long could not be ended", failure);
    }
  }
}
