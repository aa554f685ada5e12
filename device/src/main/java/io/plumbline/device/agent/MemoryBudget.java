package io.plumbline.device.agent;

import io.plumbline.tensor.EnvironmentException;
import java.time.Duration;

/** Bytes that tensors on their way may take, of all connections together. */
final class MemoryBudget {
  private final long total;
  private long free;

  MemoryBudget(long total) {
    this.total = total;
    this.free = total;
  }

  /**
   * Waits until so many bytes are free, and takes them.
   *
   * @throws EnvironmentException when they are more than all, or others need theirs too long
   */
  synchronized Reservation reserve(long bytes, Duration patience) {
    if (bytes > total) {
      throw new EnvironmentException(
          "agent.memory",
          "tensors of the run",
          "they take %s bytes, and this agent has %s for all runs".formatted(bytes, total),
          "fetch fewer tensors at a time, or start the agent with a larger --memory-mib");
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (free < bytes) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw WarmModules.busy("memory for tensors is taken by other runs");
      }
      WarmModules.await(this, left);
    }
    free -= bytes;
    return new Reservation(bytes);
  }

  synchronized long taken() {
    return total - free;
  }

  private synchronized void release(long bytes) {
    free += bytes;
    notifyAll();
  }

  /** Bytes that are taken until this is closed. */
  final class Reservation implements AutoCloseable {
    private final long bytes;

    private Reservation(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void close() {
      release(bytes);
    }
  }
}
