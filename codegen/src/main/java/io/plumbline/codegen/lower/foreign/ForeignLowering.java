package io.plumbline.codegen.lower.foreign;

import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.graph.Node;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * Nodes that no instruction computes: one {@link Instruction.Foreign} on real, plain values, and
 * the plan's quantisation after it. Constants become part of its model.
 */
public final class ForeignLowering {
  private ForeignLowering() {}

  public static void lower(Group group, String reason, Scope scope) {
    var model = new ForeignModel(group, scope);
    List<Integer> inputs = new ArrayList<>();
    for (String value : values(group)) {
      if (scope.graph().isConstant(value)) {
        model.constant(value);
      } else {
        int index = scope.forms().real(value, Layout.PLAIN);
        inputs.add(index);
        model.input(value, scope.builder().value(index));
      }
    }
    List<Integer> outputs = new ArrayList<>();
    List<String> results = results(group, scope);
    for (String value : results) {
      int index = scope.forms().defineRaw(value, Layout.PLAIN);
      outputs.add(index);
      model.output(value, scope.builder().value(index));
    }
    scope
        .builder()
        .emit(
            new Instruction.Foreign(
                group.name(), type(group), inputs, outputs, model.bytes(), reason));
    for (String value : results) {
      scope.forms().own(value, Layout.PLAIN);
    }
  }

  /** What the group reads from outside itself, sub-graphs included, in order of first use. */
  private static SequencedSet<String> values(Group group) {
    SequencedSet<String> values = new LinkedHashSet<>();
    group.nodes().forEach(node -> values.addAll(node.reads()));
    group.nodes().forEach(node -> values.removeAll(node.outputs()));
    return values;
  }

  /** What others read of the group, or the user. */
  private static List<String> results(Group group, Scope scope) {
    List<String> results = new ArrayList<>();
    for (Node node : group.nodes()) {
      for (String output : node.outputs()) {
        if (!output.equals(Node.ABSENT) && isRead(output, group, scope)) {
          results.add(output);
        }
      }
    }
    return results;
  }

  private static boolean isRead(String value, Group group, Scope scope) {
    return scope.graph().outputs().contains(value)
        || !group.nodes().containsAll(scope.graph().consumers(value));
  }

  private static String type(Group group) {
    return group.nodes().stream().map(node -> node.op().type()).collect(Collectors.joining("+"));
  }
}
