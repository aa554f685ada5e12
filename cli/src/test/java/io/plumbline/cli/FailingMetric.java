package io.plumbline.cli;

import io.plumbline.data.metric.UserMetric;

/** Measures that end with an error of the virtual machine. */
public abstract class FailingMetric implements UserMetric {
  private final String name;

  FailingMetric(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  /** As if the heap were full. */
  public static final class OutOfMemory extends FailingMetric {
    public OutOfMemory() {
      super("out-of-memory");
    }

    @Override
    public Session start() {
      throw new OutOfMemoryError("as if");
    }
  }

  /** As if a method called itself without end. */
  public static final class TooDeep extends FailingMetric {
    public TooDeep() {
      super("too-deep");
    }

    @Override
    public Session start() {
      throw new StackOverflowError("as if");
    }
  }
}
