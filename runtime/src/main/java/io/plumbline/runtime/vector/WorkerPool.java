package io.plumbline.runtime.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of threads that share ranges of work in fixed parts: the caller takes the first part.
 * While one run has the threads, other runs work alone; results do not depend on who computes what.
 */
final class WorkerPool implements AutoCloseable {
  /** Work on the units from {@code begin} to before {@code end}. */
  interface Task {
    void run(int begin, int end, Scratch scratch);
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Worker> helpers = new ArrayList<>();

  /**
   * @param threads workers including the caller
   */
  WorkerPool(int threads, String name) {
    for (int i = 1; i < threads; i++) {
      Worker helper = new Worker();
      helper.thread = Thread.ofPlatform().daemon().name(name + "-" + i).start(helper::loop);
      helpers.add(helper);
    }
  }

  /**
   * Runs a task over {@code units} and returns when all of it is done.
   *
   * @param own the caller's working memory
   */
  void run(int units, Task task, Scratch own) {
    int parts = Math.min(units, helpers.size() + 1);
    if (parts <= 1 || !lock.tryLock()) {
      task.run(0, units, own);
      return;
    }
    try {
      for (int part = 1; part < parts; part++) {
        helpers.get(part - 1).start(task, bound(units, part, parts), bound(units, part + 1, parts));
      }
      @Nullable Throwable failure = null;
      try {
        task.run(0, bound(units, 1, parts), own);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      for (int part = 1; part < parts; part++) {
        @Nullable Throwable theirs = helpers.get(part - 1).await();
        failure = failure == null ? theirs : failure;
      }
      rethrow(failure);
    } finally {
      lock.unlock();
    }
  }

  private static int bound(int units, int part, int parts) {
    return (int) ((long) units * part / parts);
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      helpers.forEach(Worker::stop);
      helpers.clear();
    } finally {
      lock.unlock();
    }
  }

  /** One thread that waits, first awake, then yielding, then parked, for a part to do. */
  private static final class Worker {
    private static final int SPINS = 1000;
    private static final int YIELDS = 1000;

    private final Scratch scratch = new Scratch();
    @Nullable private volatile Task task;
    private volatile boolean stopped;
    private volatile @Nullable Thread waiting;
    private int begin;
    private int end;
    @Nullable private Throwable failure;
    private @Nullable Thread thread;

    void start(Task work, int from, int to) {
      begin = from;
      end = to;
      failure = null;
      task = work;
      LockSupport.unpark(thread);
    }

    @Nullable Throwable await() {
      waiting = Thread.currentThread();
      for (int spin = 0; task != null; spin++) {
        pause(spin);
      }
      waiting = null;
      return failure;
    }

    void stop() {
      stopped = true;
      LockSupport.unpark(thread);
    }

    /** Results do not depend on the scheduler, only how soon the other side is seen to be ready. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void pause(int spin) {
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else if (spin < SPINS + YIELDS) {
        Thread.yield();
      } else {
        LockSupport.park();
      }
    }

    private void loop() {
      int spin = 0;
      while (!stopped) {
        Task work = task;
        if (work == null) {
          pause(spin++);
          continue;
        }
        spin = 0;
        try {
          work.run(begin, end, scratch);
        } catch (RuntimeException | Error e) {
          failure = e;
        }
        task = null;
        LockSupport.unpark(waiting);
      }
    }
  }
}
