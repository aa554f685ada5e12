package io.plumbline.runtime.served;

import io.plumbline.runtime.compiled.StepMemories;
import io.plumbline.runtime.compiled.StepMemory;
import io.plumbline.runtime.program.Allocation;
import io.plumbline.runtime.program.Program;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A module with a process for each caller that runs it at the same time. */
public final class ServedModule implements StepMemories {
  private final Runners runners;
  private final Greeting expected;
  private final Duration patience;
  private final Collection<ServedMemory> started = new ConcurrentLinkedQueue<>();

  /**
   * A module without a process yet.
   *
   * @param allocation where the runners have the program's values
   * @param weightBytes of the runners' constants
   * @param runners closed with this
   * @param patience how long one answer may take
   */
  public ServedModule(
      Program program,
      Allocation allocation,
      long weightBytes,
      Runners runners,
      Duration patience) {
    this.runners = runners;
    this.expected = new Greeting(program.instructions().size(), allocation.bytes(), weightBytes);
    this.patience = patience;
  }

  /** What a process says of itself: how many steps it has, and bytes of memory and of constants. */
  record Greeting(long steps, long arenaBytes, long weightBytes) {}

  /**
   * Starts a process.
   *
   * @throws io.plumbline.tensor.EnvironmentException when it cannot be started, or does not greet
   *     as the program of this module
   */
  @Override
  public StepMemory open() {
    ServedMemory memory = new ServedMemory(runners.start(), runners.where(), patience);
    started.add(memory);
    memory.greet(expected);
    return memory;
  }

  /** Ends all processes. */
  @Override
  public void close() {
    started.forEach(ServedMemory::close);
    runners.close();
  }
}
