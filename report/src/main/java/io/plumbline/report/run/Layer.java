package io.plumbline.report.run;

import java.util.List;
import java.util.Optional;

/**
 * What becomes one integer instruction, or stays one node.
 *
 * @param name in the integer program: the names of its nodes with {@code +} between
 * @param origins names of the nodes of the original model that it stands for
 * @param nodes names in the optimised, calibrated and ptq model
 * @param type its operators with {@code +} between
 * @param requested label of the precision that was asked for
 * @param effective label of the precision that it has
 * @param reason why the two differ; empty where they do not
 * @param work multiply-accumulates for one sample; 0 where they are not counted
 * @param inputs names of the values it reads
 * @param outputs names of the values it writes
 * @param weights names of its constants that are integers
 * @param truth of its first output, where that was measured
 */
public record Layer(
    String name,
    List<String> origins,
    List<String> nodes,
    String type,
    String requested,
    String effective,
    String reason,
    long work,
    List<String> inputs,
    List<String> outputs,
    List<String> weights,
    Optional<Truth> truth) {
  public Layer {
    origins = List.copyOf(origins);
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    weights = List.copyOf(weights);
  }
}
