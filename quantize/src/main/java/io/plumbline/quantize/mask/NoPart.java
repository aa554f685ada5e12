package io.plumbline.quantize.mask;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.ArgExtremum;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.GlobalMaxPool;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Pool;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a number far from all others takes no part in what is computed of it. A softmax and a
 * maximum leave numbers far below out of account, a minimum those far above, functions those of
 * which they make 0; arithmetic on the way may turn one into the other.
 */
final class NoPart {
  /** The side of all other numbers on which a number lies. */
  private enum Side {
    BELOW,
    ABOVE
  }

  private static final Set<Side> NEITHER = EnumSet.noneOf(Side.class);

  private final Graph graph;
  private final Map<String, Set<Side>> sides = new HashMap<>();

  NoPart(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes().reversed()) {
      for (int i = 0; i < node.inputs().size(); i++) {
        Set<Side> left = left(node, i);
        if (!left.isEmpty()) {
          sides.computeIfAbsent(node.input(i), absent -> EnumSet.noneOf(Side.class)).addAll(left);
        }
      }
    }
  }

  /** Whether some reader of a value, at once or later, leaves a number in it out of account. */
  boolean takesNoPart(String value, float number) {
    return Float.isNaN(number)
        || sides.getOrDefault(value, NEITHER).contains(number < 0 ? Side.BELOW : Side.ABOVE);
  }

  /** The sides on which a number in one of the operands of a node takes no part. */
  private Set<Side> left(Node node, int operand) {
    Set<Side> left = EnumSet.noneOf(Side.class);
    left.addAll(ended(node.op()));
    if (MaskRole.of(node.op()) == MaskRole.PASSES) {
      for (String output : node.outputs()) {
        left.addAll(passed(node, operand, sides.getOrDefault(output, NEITHER)));
      }
    }
    return left;
  }

  private static Set<Side> ended(Op op) {
    if (op instanceof UnaryOp function) {
      return zeros(function);
    }
    boolean most =
        op instanceof Softmax
            || op instanceof LogSoftmax
            || op instanceof FlattenedSoftmax
            || op instanceof GlobalMaxPool
            || (op instanceof Pool pool && pool.picksOne())
            || (op instanceof ArgExtremum(_, _, boolean largest, _) && largest)
            || (op instanceof TopK(_, _, boolean greatest) && greatest)
            || (op instanceof Reduce reduce && reduce.function() == ReduceFunction.MAX);
    boolean least =
        (op instanceof ArgExtremum(_, _, boolean largest, _) && !largest)
            || (op instanceof TopK(_, _, boolean greatest) && !greatest)
            || (op instanceof Reduce reduce && reduce.function() == ReduceFunction.MIN);
    return most ? EnumSet.of(Side.BELOW) : least ? EnumSet.of(Side.ABOVE) : NEITHER;
  }

  /** The sides on which a function is 0. */
  private static Set<Side> zeros(UnaryOp function) {
    Set<Side> zeros = EnumSet.noneOf(Side.class);
    if (function.apply(MaskRole.FAR) == 0) {
      zeros.add(Side.BELOW);
    }
    if (function.apply(-MaskRole.FAR) == 0) {
      zeros.add(Side.ABOVE);
    }
    return zeros;
  }

  /** The sides of an operand that become those of a result. */
  private Set<Side> passed(Node node, int operand, Set<Side> results) {
    if (results.isEmpty()) {
      return NEITHER;
    }
    if (node.op() instanceof UnaryOp function) {
      return turned(function, results);
    }
    if (!(node.op() instanceof Binary(BinaryFunction function))) {
      return results;
    }
    return switch (function) {
      case ADD, MAX, MIN -> results;
      case SUB -> operand == 0 ? results : turned(results);
      case MUL, DIV -> turnedByFactor(node.input(1 - operand), results);
      case POW -> NEITHER;
    };
  }

  private static Set<Side> turned(UnaryOp function, Set<Side> results) {
    Set<Side> sides = EnumSet.noneOf(Side.class);
    for (Side side : Side.values()) {
      double made = function.apply(side == Side.BELOW ? MaskRole.FAR : -MaskRole.FAR);
      if ((made < 0 && results.contains(Side.BELOW))
          || (made > 0 && results.contains(Side.ABOVE))) {
        sides.add(side);
      }
    }
    return sides;
  }

  private static Set<Side> turned(Set<Side> results) {
    Set<Side> sides = EnumSet.noneOf(Side.class);
    results.forEach(side -> sides.add(side == Side.BELOW ? Side.ABOVE : Side.BELOW));
    return sides;
  }

  /** Of a factor that is no constant, or of either sign, both are possible. */
  private Set<Side> turnedByFactor(String factor, Set<Side> results) {
    Optional<Tensor> constant =
        graph.constant(factor).filter(tensor -> tensor.dtype() == DType.FLOAT32);
    boolean negative = constant.isEmpty();
    boolean positive = constant.isEmpty();
    for (long i = 0; constant.isPresent() && i < constant.get().elements(); i++) {
      negative |= constant.get().getFloat(i) < 0;
      positive |= constant.get().getFloat(i) > 0;
    }
    Set<Side> sides = EnumSet.noneOf(Side.class);
    if (positive) {
      sides.addAll(results);
    }
    if (negative) {
      sides.addAll(turned(results));
    }
    return sides;
  }
}
