package io.plumbline.runtime.compiled;

/** Where the memory of runs comes from; safe for use by several threads. */
public interface StepMemories extends AutoCloseable {
  /** Memory that nobody else works in. */
  StepMemory open();

  /** Gives all memory back; no run may be under way. */
  @Override
  void close();
}
