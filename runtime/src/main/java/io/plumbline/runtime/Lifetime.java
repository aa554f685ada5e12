package io.plumbline.runtime;

/** Whether an engine may still run. Safe for use by several threads. */
public final class Lifetime {
  private volatile boolean closed;

  /** From here on the engine is closed. */
  public void end() {
    closed = true;
  }

  /**
   * Holds that the engine is open.
   *
   * @throws IllegalStateException when it was closed
   */
  public void requireOpen(String engine) {
    if (closed) {
      throw new IllegalStateException("the engine '%s' is closed".formatted(engine));
    }
  }
}
