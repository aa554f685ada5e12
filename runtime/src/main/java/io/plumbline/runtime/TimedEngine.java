package io.plumbline.runtime;

import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** An engine that can say how long each of its instructions takes. */
public interface TimedEngine extends Engine {
  /**
   * Runs the model {@code frames} times and measures every instruction. The clock is read around
   * each of them, which costs some tens of nanoseconds an instruction.
   *
   * @param inputs as for {@link Engine#run}
   * @return one entry for each instruction, in execution order
   */
  List<InstructionTime> profile(Map<String, Tensor> inputs, RunOptions options, int frames);
}
