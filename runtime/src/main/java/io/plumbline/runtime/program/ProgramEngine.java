package io.plumbline.runtime.program;

import io.plumbline.runtime.Port;
import io.plumbline.runtime.TimedEngine;
import io.plumbline.tensor.colour.PictureInput;
import java.util.List;
import java.util.SequencedMap;

/** An engine that runs a program, whose ports, pictures and tensors are those of the program. */
public interface ProgramEngine extends TimedEngine {
  /** How a user meets the program. */
  ProgramInterface ports();

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
