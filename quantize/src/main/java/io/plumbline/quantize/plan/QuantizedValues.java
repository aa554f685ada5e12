package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.quantize.demand.Thresholds;
import io.plumbline.quantize.form.Fusion;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.mask.Sentinels;
import io.plumbline.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Decides which values carry integers, and who reads them. A value that only the outputs of the
 * model and nodes in float32 come from, through ops that lose nothing on the way, stays float32
 * where its producer can write float32, and so does one that holds sentinels. A value that nodes on
 * integers read as well is float32 too where its producer computes float32 or sums anyway: the
 * nodes on integers then read it quantized. Arithmetic reads float32 what comes as float32 ({@link
 * FloatOrigin}). Every other float32 value between instructions is quantized.
 */
final class QuantizedValues {
  /** What the readers of a value want of it. */
  private enum Wanted {
    REAL,
    INTEGERS,
    BOTH
  }

  /**
   * What carries integers.
   *
   * @param values in execution order
   * @param reads where the integers of a value are read that its producer writes in float32, in the
   *     order of these values
   */
  record Found(SequencedSet<String> values, SequencedMap<Use, Read> reads) {
    Found {
      values = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(values));
      reads = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(reads));
    }
  }

  /**
   * What is read otherwise than its producer writes it.
   *
   * @param value that is read
   * @param like the value whose parameters it is read in: itself, or what it is moved into with
   *     others, so that its numbers are rounded once
   */
  record Read(String value, String like) {}

  private final Graph graph;
  private final List<Group> groups;
  private final boolean quantizedOutputs;
  private final Set<String> rounded;
  private final Sentinels sentinels;
  private final FloatOrigin origin;
  private final Map<String, Group> groupOfNode = new HashMap<>();
  private final Map<String, Wanted> wanted = new HashMap<>();
  private final SequencedSet<String> quantized = new LinkedHashSet<>();

  /** Those of the quantized values whose producers write float32. */
  private final Set<String> writtenReal = new HashSet<>();

  private QuantizedValues(
      Graph graph,
      List<Group> groups,
      boolean quantizedOutputs,
      Set<String> rounded,
      Sentinels sentinels) {
    this.graph = graph;
    this.groups = groups;
    this.quantizedOutputs = quantizedOutputs;
    this.rounded = rounded;
    this.sentinels = sentinels;
    this.origin = FloatOrigin.of(graph, groups);
    groups.forEach(group -> group.nodes().forEach(node -> groupOfNode.put(node.name(), group)));
  }

  /**
   * @param quantizedOutputs whether the user gets all outputs of the model rounded
   * @param rounded values that all who read them get rounded if anybody does
   */
  static Found of(
      Graph graph,
      List<Group> groups,
      boolean quantizedOutputs,
      Set<String> rounded,
      Sentinels sentinels) {
    return new QuantizedValues(graph, groups, quantizedOutputs, rounded, sentinels).find();
  }

  private Found find() {
    List<String> backwards = new ArrayList<>();
    groups.forEach(group -> backwards.addAll(group.outputs()));
    Collections.reverse(backwards);
    backwards.forEach(value -> wanted.put(value, computeWanted(value)));
    graph.inputs().forEach(value -> wanted.put(value, computeWanted(value)));
    graph.inputs().stream().filter(this::isFloat32).forEach(value -> add(value, true));
    groups.forEach(this::addOutputs);
    SequencedMap<Use, Read> reads = new LinkedHashMap<>();
    quantized.stream().filter(writtenReal::contains).forEach(value -> addReads(value, reads));
    return new Found(quantized, reads);
  }

  private boolean isFloat32(String value) {
    return graph.tensorType(value).map(TensorType::dtype).filter(DType.FLOAT32::equals).isPresent();
  }

  private Wanted wanted(String value) {
    return wanted.getOrDefault(value, Wanted.REAL);
  }

  private boolean isWantedReal(String value) {
    return wanted(value) == Wanted.REAL;
  }

  private Wanted computeWanted(String value) {
    if (!isFloat32(value) || sentinels.keeps(value)) {
      return Wanted.REAL;
    }
    boolean handedOut = graph.outputs().contains(value);
    boolean real = handedOut;
    boolean integers = handedOut && quantizedOutputs;
    for (Node consumer : graph.consumers(value)) {
      switch (wants(consumer, value)) {
        case REAL -> real = true;
        case INTEGERS -> integers = true;
        case BOTH -> {}
      }
    }
    boolean both = real && !rounded.contains(value) && !(handedOut && quantizedOutputs);
    return !integers ? Wanted.REAL : both ? Wanted.BOTH : Wanted.INTEGERS;
  }

  /** What a node wants of a value it reads; both where it takes what there is. */
  private Wanted wants(Node consumer, String value) {
    Group group = groupOfNode.get(consumer.name());
    if (group == null || group.rule().isReal()) {
      return Wanted.REAL;
    }
    return switch (group.rule().behaviour()) {
      case REAL -> Wanted.REAL;
      case EXACT ->
          FloatOrigin.isFree(group) && Thresholds.isComparedWithConstants(consumer, value, graph)
              ? Wanted.REAL
              : Wanted.BOTH;
      case RECURRENT -> consumer.input(0).equals(value) ? Wanted.INTEGERS : Wanted.BOTH;
      case MOVED ->
          group.outputs().stream().noneMatch(output -> wanted(output) == Wanted.INTEGERS)
              ? Wanted.REAL
              : Wanted.INTEGERS;
      case EITHER, EXTENDED, JOINED ->
          group.outputs().stream().allMatch(this::isWantedReal) ? Wanted.REAL : Wanted.INTEGERS;
      case ARITHMETIC -> origin.isReadReal(value, group) ? Wanted.REAL : Wanted.INTEGERS;
      case SUM, INTEGER, SELECTED -> Wanted.INTEGERS;
    };
  }

  private void addOutputs(Group group) {
    for (String output : group.outputs()) {
      if (isFloat32(output) && !sentinels.keeps(output)) {
        switch (group.rule().behaviour()) {
          case EXACT -> {}
          case INTEGER, SELECTED -> quantized.add(output);
          case MOVED -> addMoved(group, output);
          case SUM -> {
            if (group.fusion() instanceof Fusion.Function) {
              quantized.add(output);
            } else {
              add(output, true);
            }
          }
          case REAL, RECURRENT, ARITHMETIC -> add(output, true);
          case EITHER -> add(output, group.rule().form() instanceof IntegerForm.Own);
          case EXTENDED, JOINED -> add(output, false);
        }
      }
    }
  }

  private void addMoved(Group group, String output) {
    String input = group.head().input(0);
    boolean integers = quantized.contains(input);
    if (wants(group.head(), input) == Wanted.REAL && (!integers || writtenReal.contains(input))) {
      add(output, true);
    } else if (integers) {
      quantized.add(output);
    }
  }

  /**
   * Adds a value if anybody wants its integers.
   *
   * @param real whether its producer writes float32 as cheaply as integers
   */
  private void add(String value, boolean real) {
    if (!isWantedReal(value)) {
      quantized.add(value);
      if (real && wanted(value) == Wanted.BOTH) {
        writtenReal.add(value);
      }
    }
  }

  private void addReads(String value, SequencedMap<Use, Read> reads) {
    for (Node consumer : graph.consumers(value)) {
      if (wants(consumer, value) == Wanted.INTEGERS) {
        for (int input = 0; input < consumer.inputs().size(); input++) {
          if (consumer.input(input).equals(value)) {
            reads.put(new Use(consumer.name(), input), new Read(value, like(consumer, value)));
          }
        }
      }
    }
  }

  private String like(Node consumer, String value) {
    Group group = Objects.requireNonNull(groupOfNode.get(consumer.name()));
    return switch (group.rule().behaviour()) {
      case EXTENDED, JOINED -> group.output();
      case REAL, SUM, ARITHMETIC, INTEGER, EITHER, SELECTED, MOVED, RECURRENT, EXACT -> value;
    };
  }
}
