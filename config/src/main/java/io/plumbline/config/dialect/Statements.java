package io.plumbline.config.dialect;

import java.nio.file.Path;
import java.util.List;

/** What a configuration says, in the terms that all dialects share and before it is judged. */
public record Statements(
    Path file, List<InputStatement> inputs, CalibrationStatement calibration, Places places) {
  public Statements {
    inputs = List.copyOf(inputs);
  }
}
