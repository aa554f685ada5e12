package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.quantize.form.Fusion;
import io.plumbline.quantize.mask.Sentinels;
import io.plumbline.quantize.rule.Behaviour;
import io.plumbline.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Decides which values carry integers. A value that only the outputs of the model and nodes in
 * float32 come from, through ops that lose nothing on the way, stays float32 where its producer can
 * write float32, and so does one that holds sentinels; every other float32 value between
 * instructions is quantized.
 */
final class QuantizedValues {
  private final Graph graph;
  private final List<Group> groups;
  private final boolean quantizedOutputs;
  private final Sentinels sentinels;
  private final Map<String, Group> groupOfNode = new HashMap<>();
  private final Map<String, Boolean> wantedReal = new HashMap<>();
  private final SequencedSet<String> quantized = new LinkedHashSet<>();

  private QuantizedValues(
      Graph graph, List<Group> groups, boolean quantizedOutputs, Sentinels sentinels) {
    this.graph = graph;
    this.groups = groups;
    this.quantizedOutputs = quantizedOutputs;
    this.sentinels = sentinels;
    groups.forEach(group -> group.nodes().forEach(node -> groupOfNode.put(node.name(), group)));
  }

  /** Names of the values, in execution order. */
  static SequencedSet<String> of(
      Graph graph, List<Group> groups, boolean quantizedOutputs, Sentinels sentinels) {
    return new QuantizedValues(graph, groups, quantizedOutputs, sentinels).find();
  }

  private SequencedSet<String> find() {
    List<String> backwards = new ArrayList<>();
    groups.forEach(group -> backwards.addAll(group.outputs()));
    Collections.reverse(backwards);
    backwards.forEach(value -> wantedReal.put(value, computeWantedReal(value)));
    graph.inputs().forEach(value -> wantedReal.put(value, computeWantedReal(value)));
    graph.inputs().stream()
        .filter(value -> isFloat32(value) && !isWantedReal(value))
        .forEach(quantized::add);
    groups.forEach(this::addOutputs);
    return Collections.unmodifiableSequencedSet(quantized);
  }

  private boolean isFloat32(String value) {
    return graph.tensorType(value).map(TensorType::dtype).filter(DType.FLOAT32::equals).isPresent();
  }

  private boolean isWantedReal(String value) {
    return wantedReal.getOrDefault(value, true);
  }

  private boolean computeWantedReal(String value) {
    if (!isFloat32(value) || sentinels.keeps(value)) {
      return true;
    }
    if (quantizedOutputs && graph.outputs().contains(value)) {
      return false;
    }
    for (Node consumer : graph.consumers(value)) {
      Group group = groupOfNode.get(consumer.name());
      if (group == null || group.rule().isReal() || group.rule().behaviour() == Behaviour.EXACT) {
        continue;
      }
      if (group.rule().behaviour() == Behaviour.RECURRENT && !consumer.input(0).equals(value)) {
        continue;
      }
      if (!group.rule().behaviour().passesReal()
          || !group.outputs().stream().allMatch(this::isWantedReal)) {
        return false;
      }
    }
    return true;
  }

  private void addOutputs(Group group) {
    for (String output : group.outputs()) {
      if (isFloat32(output) && !sentinels.keeps(output) && isInteger(group, output)) {
        quantized.add(output);
      }
    }
  }

  private boolean isInteger(Group group, String output) {
    return switch (group.rule().behaviour()) {
      case INTEGER, SELECTED -> true;
      case EXACT -> false;
      case MOVED -> quantized.contains(group.head().input(0));
      case SUM -> group.fusion() instanceof Fusion.Function || !isWantedReal(output);
      case REAL, RECURRENT, ARITHMETIC, EITHER, EXTENDED, JOINED -> !isWantedReal(output);
    };
  }

  /** Whether a group reads or writes integers. */
  static boolean isInteger(Group group, Set<String> quantized) {
    return !group.rule().isReal()
        && (group.outputs().stream().anyMatch(quantized::contains)
            || group.nodes().stream()
                .anyMatch(node -> node.inputs().stream().anyMatch(quantized::contains)));
  }
}
