package io.plumbline.runtime.executor;

/**
 * Which executor runs a program, and how.
 *
 * @param name one of {@link Executors#names()}
 * @param threads threads that work on one run, the caller included, at least 1; an executor that
 *     knows only one thread uses one
 */
public record ExecutorOptions(String name, int threads) {
  public ExecutorOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
  }

  /** The fastest executor that runs on every machine. */
  public static ExecutorOptions fastest(int threads) {
    return new ExecutorOptions(Executors.FASTEST, threads);
  }

  /** The executor that defines the arithmetic. */
  public static ExecutorOptions reference() {
    return new ExecutorOptions(Executors.REFERENCE, 1);
  }
}
