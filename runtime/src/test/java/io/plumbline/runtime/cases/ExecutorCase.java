package io.plumbline.runtime.cases;

import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** A program and one input for it. */
public record ExecutorCase(String name, Program program, SequencedMap<String, Tensor> inputs) {
  public ExecutorCase {
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
  }

  @Override
  public String toString() {
    return name;
  }
}
