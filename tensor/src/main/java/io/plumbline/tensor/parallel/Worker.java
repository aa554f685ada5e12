package io.plumbline.tensor.parallel;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One daemon thread that waits, first awake, then yielding, then parked, for a piece of work. One
 * thread at a time hands it work and waits for it.
 */
final class Worker {
  private static final int SPINS = 1000;
  private static final int YIELDS = 1000;

  private final Thread thread;
  private volatile @Nullable Runnable work;
  private volatile boolean stopped;
  private volatile @Nullable Thread waiting;
  private @Nullable Throwable failure;

  Worker(String name) {
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::loop);
    thread.start();
  }

  /** Begins a piece of work; the one before must have been awaited. */
  void start(Runnable piece) {
    failure = null;
    work = piece;
    LockSupport.unpark(thread);
  }

  /** Waits for the piece of work and returns what it threw. */
  @Nullable Throwable await() {
    waiting = Thread.currentThread();
    boolean interrupted = false;
    for (int spin = 0; work != null; spin++) {
      interrupted |= Thread.interrupted();
      pause(spin);
    }
    waiting = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failure;
  }

  /** Ends the thread after the piece of work under way. */
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
      Runnable piece = work;
      if (piece == null) {
        pause(spin++);
        continue;
      }
      spin = 0;
      run(piece);
      work = null;
      LockSupport.unpark(waiting);
    }
  }

  private void run(Runnable piece) {
    try {
      piece.run();
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }
}
