package io.plumbline.tensor.parallel;

import java.lang.reflect.UndeclaredThrowableException;
import org.jspecify.annotations.Nullable;

/** What the piece of work with the lowest number threw, of those that threw anything. */
final class FirstFailure {
  private int lowest = Integer.MAX_VALUE;
  private @Nullable Throwable failure;

  synchronized void add(int index, Throwable thrown) {
    if (index < lowest) {
      lowest = index;
      failure = thrown;
    }
  }

  synchronized boolean isPresent() {
    return failure != null;
  }

  synchronized void rethrow() {
    if (failure != null) {
      throw unchecked(failure);
    }
  }

  /**
   * The throwable as the caller may throw it: itself, or wrapped when it is a checked one.
   *
   * @throws Error when it is one
   */
  static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException exception
        ? exception
        : new UndeclaredThrowableException(thrown);
  }
}
