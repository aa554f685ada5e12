package io.plumbline.quantize.demand;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.DepthToSpace;
import io.plumbline.graph.op.Expand;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.GatherElements;
import io.plumbline.graph.op.GatherND;
import io.plumbline.graph.op.GlobalMaxPool;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.SpaceToDepth;
import io.plumbline.graph.op.Split;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Tile;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Unsqueeze;
import io.plumbline.graph.op.Where;
import io.plumbline.quantize.calibrate.ActivationScheme;
import io.plumbline.quantize.calibrate.Range;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Float32 values whose elements are whole numbers for every input: what Round, Floor, Ceil, Sign
 * and Cast of integers make, and what is moved, added and multiplied of them alone. A power of two
 * as scale holds them exactly, where their range has no more numbers than there are integers.
 */
public final class WholeNumbers {
  private static final Set<UnaryFunction> ROUNDING =
      EnumSet.of(UnaryFunction.CEIL, UnaryFunction.FLOOR, UnaryFunction.ROUND);
  private static final Set<UnaryFunction> KEEPING =
      EnumSet.of(UnaryFunction.ABS, UnaryFunction.NEG, UnaryFunction.RELU);
  private static final Set<BinaryFunction> CLOSED =
      EnumSet.of(
          BinaryFunction.ADD,
          BinaryFunction.SUB,
          BinaryFunction.MUL,
          BinaryFunction.MIN,
          BinaryFunction.MAX);

  private final Graph graph;
  private final Set<String> whole = new HashSet<>();
  private final Map<String, Boolean> constants = new HashMap<>();

  private WholeNumbers(Graph graph) {
    this.graph = graph;
  }

  /** Names of the values; constants are not among them. */
  public static Set<String> of(Graph graph) {
    var found = new WholeNumbers(graph);
    for (Node node : graph.nodes()) {
      if (found.isMade(node)) {
        found.whole.addAll(node.outputs());
      }
    }
    found.whole.remove(Node.ABSENT);
    return Collections.unmodifiableSet(found.whole);
  }

  private boolean isMade(Node node) {
    Op op = node.op();
    if (op instanceof Unary(UnaryFunction function)) {
      return ROUNDING.contains(function)
          || function == UnaryFunction.SIGN
          || (KEEPING.contains(function) && is(node.input(0)));
    }
    if (op instanceof Cast(DType to)) {
      return to == DType.FLOAT32 && (isOfIntegers(node) || is(node.input(0)));
    }
    if (op instanceof Binary(BinaryFunction function)) {
      return CLOSED.contains(function) && all(node.inputs());
    }
    return op instanceof Concat
        ? all(node.inputs())
        : op instanceof Where ? all(node.inputs().subList(1, 3)) : isMove(op) && is(node.input(0));
  }

  private boolean isOfIntegers(Node node) {
    return graph
        .tensorType(node.input(0))
        .map(TensorType::dtype)
        .filter(dtype -> !dtype.isFloat())
        .isPresent();
  }

  private static boolean isMove(Op op) {
    return op instanceof DepthToSpace
        || op instanceof Expand
        || op instanceof Flatten
        || op instanceof Gather
        || op instanceof GatherElements
        || op instanceof GatherND
        || op instanceof GlobalMaxPool
        || op instanceof Identity
        || op instanceof MaxPool
        || op instanceof Reshape
        || op instanceof Slice
        || op instanceof SpaceToDepth
        || op instanceof Split
        || op instanceof Squeeze
        || op instanceof Tile
        || op instanceof Transpose
        || op instanceof Unsqueeze;
  }

  /** Whether at least one of some values is computed, and all are whole. */
  private boolean all(List<String> values) {
    return values.stream().anyMatch(whole::contains) && values.stream().allMatch(this::is);
  }

  private boolean is(String value) {
    return whole.contains(value)
        || graph
            .constant(value)
            .map(tensor -> constants.computeIfAbsent(value, _ -> isWhole(tensor)))
            .orElse(false);
  }

  private static boolean isWhole(Tensor tensor) {
    for (long i = 0; i < tensor.elements(); i++) {
      double number = tensor.getDouble(i);
      if (!Double.isFinite(number) || number != Math.rint(number)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What whole results of functions of one number demand, as of Round, whose range has more whole
   * numbers than their integers: the widest integers of the target.
   */
  public static Demands demands(
      Graph graph, Target target, Statistics statistics, SteepNodes.Planned planned) {
    Demands demands = Demands.NONE;
    Set<String> whole = of(graph);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Unary && whole.contains(node.output())) {
        TensorStatistics seen = statistics.tensors().get(node.output());
        DType held = planned.held(node.output()).orElse(null);
        if (held != null && seen != null && !seen.isEmpty() && !planned.isReal(node)) {
          demands = demands.and(demands(node, target, seen, held));
        }
      }
    }
    return demands;
  }

  private static Demands demands(Node node, Target target, TensorStatistics seen, DType held) {
    boolean asymmetric = target.scheme().asymmetric();
    Range range = Range.covering(seen.minimum(), seen.maximum());
    var scheme = new ActivationScheme(held, asymmetric, target.convention());
    if (scheme.whole(range).isPresent()) {
      return Demands.NONE;
    }
    Scheme widest = Demands.widest(target);
    boolean wider = widest.activation().bytes() > held.bytes();
    String message =
        String.format(
            Locale.ROOT,
            "Its results are whole numbers from %.0f to %.0f, more than %s has: %s.",
            seen.minimum(),
            seen.maximum(),
            held.label(),
            wider
                ? "computed in " + widest.name() + " for that"
                : "they are rounded to the steps of their range");
    Finding finding = Finding.warning("plan.whole-numbers", node.name(), message);
    var byNode = new LinkedHashMap<String, Demand>();
    var fine = new LinkedHashSet<String>();
    if (wider) {
      byNode.put(node.name(), new Demand(widest, "its results are whole numbers of a wide range"));
      fine.add(node.output());
    }
    return new Demands(byNode, fine, List.of(finding));
  }
}
