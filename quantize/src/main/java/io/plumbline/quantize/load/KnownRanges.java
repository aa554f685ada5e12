package io.plumbline.quantize.load;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.*;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which numbers a value can have, as far as the ops before it say: limits, functions of a bounded
 * range, and moves of such numbers. Nodes are added in topological order.
 */
final class KnownRanges {
  private static final Interval UNIT = new Interval(0, 1);

  private final Map<String, Interval> ranges = new HashMap<>();

  /** The whole line where nothing is known. */
  Interval of(String value) {
    return ranges.getOrDefault(value, Interval.ALL);
  }

  void put(String value, Interval range) {
    ranges.put(value, range);
  }

  void add(Node node) {
    Interval range = range(node);
    if (!range.equals(Interval.ALL) && !node.outputs().isEmpty()) {
      put(node.output(), range);
      if (node.op() instanceof Split) {
        node.outputs().forEach(output -> put(output, range));
      }
    }
  }

  private Interval range(Node node) {
    return switch (node.op()) {
      case Clip(float minimum, float maximum) ->
          of(node.input(0)).limitedTo(new Interval(minimum, maximum));
      case Unary(UnaryFunction function) -> function(function, of(node.input(0)));
      case HardSigmoid _, Softmax _, FlattenedSoftmax _ -> positive(node.op());
      case Reshape _,
          Flatten _,
          Squeeze _,
          Unsqueeze _,
          Transpose _,
          Slice _,
          Split _,
          Identity _,
          Expand _,
          Tile _,
          DepthToSpace _,
          SpaceToDepth _,
          Gather _,
          GatherElements _,
          GatherND _,
          MaxPool _,
          GlobalMaxPool _,
          GlobalAveragePool _,
          ReduceMean _ ->
          of(node.input(0));
      case AveragePool _ -> of(node.input(0)).hull(new Interval(0, 0));
      case Resize resize when resize.mode() != Resize.Mode.CUBIC -> of(node.input(0));
      case Pad pad when pad.mode() == Pad.Mode.CONSTANT ->
          of(node.input(0)).hull(new Interval(pad.value(), pad.value()));
      case Concat _ -> hull(node.inputs());
      default -> Interval.ALL;
    };
  }

  private static Interval function(UnaryFunction function, Interval argument) {
    return switch (function) {
      case RELU -> argument.limitedTo(new Interval(0, Float.POSITIVE_INFINITY));
      case SIGMOID -> UNIT;
      case TANH, SIN, COS, ERF, SIGN, SOFTSIGN -> new Interval(-1, 1);
      default -> Interval.ALL;
    };
  }

  private static Interval positive(Op op) {
    return op instanceof FlattenedSoftmax softmax && softmax.logarithm()
        ? new Interval(Float.NEGATIVE_INFINITY, 0)
        : UNIT;
  }

  private Interval hull(List<String> values) {
    return values.stream().map(this::of).reduce(Interval::hull).orElse(Interval.ALL);
  }
}
