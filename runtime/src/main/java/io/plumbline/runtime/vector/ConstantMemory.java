package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The constants of a program as byte arrays with slack, shared by all runs. */
final class ConstantMemory {
  private final Map<Integer, byte[]> arrays = new HashMap<>();

  ConstantMemory(Program program) {
    program.constants().forEach((value, tensor) -> arrays.put(value, padded(tensor)));
  }

  private static byte[] padded(Tensor tensor) {
    byte[] bytes = new byte[Math.toIntExact(tensor.data().byteSize() + Lanes.SLACK)];
    MemorySegment.ofArray(bytes).copyFrom(tensor.data());
    return bytes;
  }

  byte @Nullable [] bytes(int value) {
    return arrays.get(value);
  }
}
