package io.plumbline.graph;

import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import java.util.List;
import java.util.stream.Stream;

/**
 * One op applied to named values.
 *
 * @param name unique in its graph, never empty
 * @param inputs value names; {@link #ABSENT} stands for an optional input that is not given
 * @param outputs value names; {@link #ABSENT} for an optional output nobody asked for
 * @param origins names of the nodes of the original model this one stands for, in execution order
 */
public record Node(
    String name, Op op, List<String> inputs, List<String> outputs, List<String> origins) {
  public static final String ABSENT = "";

  public Node {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a node needs a name");
    }
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    origins = List.copyOf(origins);
  }

  /** A node of the original model: its own origin. */
  public static Node original(String name, Op op, List<String> inputs, List<String> outputs) {
    return new Node(name, op, inputs, outputs, List.of(name));
  }

  public String input(int index) {
    return inputs.get(index);
  }

  /** Whether the optional input at this position is given. */
  public boolean hasInput(int index) {
    return index < inputs.size() && !inputs.get(index).equals(ABSENT);
  }

  /**
   * Every value this node depends on: its inputs that are given, and the outer values that
   * sub-graphs of it read by name.
   */
  public List<String> reads() {
    Stream<String> given = inputs.stream().filter(input -> !input.equals(ABSENT));
    return op instanceof OpaqueOp opaque
        ? Stream.concat(given, opaque.captured().stream()).distinct().toList()
        : given.distinct().toList();
  }

  /** The first output. */
  public String output() {
    return outputs.getFirst();
  }

  public Node withOp(Op newOp) {
    return new Node(name, newOp, inputs, outputs, origins);
  }

  public Node withInputs(List<String> newInputs) {
    return new Node(name, op, newInputs, outputs, origins);
  }

  public Node withOutputs(List<String> newOutputs) {
    return new Node(name, op, inputs, newOutputs, origins);
  }
}
