package io.plumbline.runtime.program;

import io.plumbline.tensor.Tensor;
import java.util.List;

/**
 * Runs the nodes of a program that are not integer instructions; on a host that is ONNX Runtime.
 */
public interface ForeignOps {
  /** Prepares one node; called once when an executor is made, which closes what it is given. */
  Prepared prepare(Instruction.Foreign instruction, Program program);

  /** A node ready to run, as often as wanted, by several threads. */
  interface Prepared extends AutoCloseable {
    /** Tensors in the order of {@link Instruction.Foreign#inputs}, to those of its outputs. */
    List<Tensor> run(List<Tensor> inputs);

    /** Gives back what preparing took; nothing runs any more. Does nothing unless overridden. */
    @Override
    default void close() {}
  }
}
