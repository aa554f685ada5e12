package io.plumbline.quantize.load;

import java.util.List;

/**
 * Nodes of a float graph, one behind the other, of which only the last one's result is rounded:
 * what a device computes at once.
 *
 * @param name the names of the nodes, joined by {@code +}
 * @param nodes in execution order
 * @param calibrations of the weights that the nodes read and of the value that the last one writes
 */
public record RoundedStep(String name, List<String> nodes, List<CalibrationNode> calibrations) {
  public RoundedStep {
    nodes = List.copyOf(nodes);
    calibrations = List.copyOf(calibrations);
  }
}
