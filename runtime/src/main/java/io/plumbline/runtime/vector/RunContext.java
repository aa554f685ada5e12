package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one run at a time: a byte array for every value, some of them shared by values that
 * never meet.
 */
final class RunContext {
  /** Work on the units from {@code begin} to before {@code end}. */
  interface Task {
    void run(int begin, int end, Scratch scratch);
  }

  private final List<byte @Nullable []> memory = new ArrayList<>();
  private final List<@Nullable Tensor> views = new ArrayList<>();
  private final Threads threads;
  private final List<Scratch> others;
  private final Scratch scratch = new Scratch();

  /**
   * @param others working memory of the threads besides the caller
   */
  RunContext(
      Program program,
      MemoryPlan plan,
      ConstantMemory constants,
      Threads threads,
      List<Scratch> others) {
    this.threads = threads;
    this.others = others;
    List<byte[]> slots = new ArrayList<>();
    for (int slot = 0; slot < plan.count(); slot++) {
      slots.add(new byte[Math.toIntExact(plan.size(slot) + Lanes.SLACK)]);
    }
    for (int value = 0; value < program.values().size(); value++) {
      byte @Nullable [] bytes =
          plan.slot(value) < 0 ? constants.bytes(value) : slots.get(plan.slot(value));
      memory.add(bytes);
      views.add(bytes == null ? null : view(program.value(value), bytes));
    }
  }

  private static Tensor view(ProgramValue value, byte[] bytes) {
    MemorySegment segment = MemorySegment.ofArray(bytes).asSlice(0, MemoryPlan.bytes(value));
    return Tensor.wrap(value.dtype(), value.shape(), segment);
  }

  /** The memory of a value, with {@link Lanes#SLACK} bytes behind it. */
  byte[] bytes(int value) {
    byte[] bytes = memory.get(value);
    if (bytes == null) {
      throw new IllegalStateException("value " + value + " is read before it is written");
    }
    return bytes;
  }

  /** The memory of a value as a tensor. */
  Tensor tensor(int value) {
    Tensor tensor = views.get(value);
    if (tensor == null) {
      throw new IllegalStateException("value " + value + " is read before it is written");
    }
    return tensor;
  }

  /** Fills a value's memory. */
  void set(int value, Tensor tensor) {
    long size = tensor.data().byteSize();
    MemorySegment.copy(
        tensor.data(), ValueLayout.JAVA_BYTE, 0, bytes(value), 0, Math.toIntExact(size));
  }

  /** Takes a tensor of its own extents for a value that has no memory here. */
  void hold(int value, Tensor tensor) {
    views.set(value, tensor);
  }

  /** Shares the units of a task between the executor's threads. */
  void parallel(int units, Task task) {
    threads.split(
        units,
        (begin, end, thread) ->
            task.run(begin, end, thread == 0 ? scratch : others.get(thread - 1)));
  }
}
