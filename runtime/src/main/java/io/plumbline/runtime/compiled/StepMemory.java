package io.plumbline.runtime.compiled;

import java.lang.foreign.MemorySegment;

/**
 * Memory of a compiled module that one run at a time works in, and the steps that work in it. It
 * may lie in another process.
 */
public interface StepMemory {
  /** Copies data to a place. */
  void write(long place, MemorySegment data);

  /** Copies what lies at a place, as many bytes as the target has. */
  void read(long place, MemorySegment target);

  /**
   * Runs some steps.
   *
   * @param from the first step
   * @param to the step after the last; more than {@code from}
   */
  Ran run(int from, int to);

  /** Whether another run may work in it. */
  boolean isSound();

  /**
   * How steps went.
   *
   * @param stopped the step that met an index outside its axis; −1 when all ran
   * @param nanoseconds that they took
   */
  record Ran(int stopped, long nanoseconds) {}
}
