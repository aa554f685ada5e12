package io.plumbline.runtime.program;

import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.TimedEngine;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;

/** An engine that runs a program, whose ports, pictures and tensors are those of the program. */
public interface ProgramEngine extends TimedEngine {
  /** How a user meets the program. */
  ProgramInterface ports();

  /**
   * Runs the program once; each tensor comes as it is written, and may be overwritten as soon as
   * the reader returns.
   */
  @Override
  void stream(Map<String, Tensor> inputs, RunOptions options, BiConsumer<String, Tensor> reader);

  @Override
  default SequencedMap<String, Tensor> run(Map<String, Tensor> inputs, RunOptions options) {
    Map<String, Tensor> found = new HashMap<>();
    stream(inputs, options, (name, tensor) -> found.put(name, tensor.copy()));
    List<String> names = options.fetch();
    SequencedMap<String, Tensor> results = new LinkedHashMap<>();
    for (String name : names.isEmpty() ? outputs().stream().map(Port::name).toList() : names) {
      Tensor tensor = found.get(name);
      if (tensor == null) {
        throw new IllegalStateException(name + " is never written");
      }
      results.put(name, tensor);
    }
    return results;
  }

  @Override
  default List<Port> inputs() {
    return ports().inputs();
  }

  @Override
  default List<Port> outputs() {
    return ports().outputs();
  }

  @Override
  default SequencedMap<String, PictureInput> pictures() {
    return ports().pictures();
  }

  @Override
  default List<String> tensors() {
    return ports().tensors();
  }
}
