package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.LocalResponseNormalization;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.Window;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/** Rules that depend on the operands of a node. */
final class OperandRules {
  /**
   * The longest sum of products of an activation and a weight of 8 bits that stays within 2³⁰, half
   * of what an accumulator can hold; the other half is for the bias.
   */
  private static final long LONGEST_SUM = (1 << 30) / (255 * 127);

  private OperandRules() {}

  /** The rule when all inputs from a position on are constant or absent. */
  static Rule constants(Node node, Graph graph, int from, Rule rule) {
    for (int i = from; i < node.inputs().size(); i++) {
      if (node.hasInput(i) && !graph.isConstant(node.input(i))) {
        return Rule.real("'%s' is not constant".formatted(node.input(i)));
      }
    }
    return rule;
  }

  static Rule window(Window window, Rule rule) {
    return window.rank() <= 3
        ? rule
        : Rule.real("a window of %d spatial axes has no integer form".formatted(window.rank()));
  }

  static Rule reduce(Reduce op) {
    return switch (op.function()) {
      case MAX, MIN -> Rule.SELECTED;
      case SUM, PROD, L1, L2, SUM_SQUARE -> Rule.ARITHMETIC;
    };
  }

  static Rule localResponse(LocalResponseNormalization op) {
    return op.bias() >= Float.MIN_NORMAL && op.alpha() >= 0
        ? Rule.ARITHMETIC
        : Rule.real("bias %s or alpha %s is not positive".formatted(op.bias(), op.alpha()));
  }

  static Rule maxPool(Node node, MaxPool op) {
    boolean positions = node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty());
    return positions
        ? Rule.real("positions of the maxima have no integer form")
        : window(op.window(), Rule.SELECTED);
  }

  static Rule pad(Pad op) {
    boolean crops = op.pads().stream().anyMatch(width -> width < 0);
    if (crops && op.mode() != Pad.Mode.CONSTANT) {
      return Rule.real("negative padding with a border of elements has no integer form");
    }
    return op.value() == 0 ? Rule.MOVED : Rule.EXTENDED;
  }

  static Rule conv(Node node, Conv op, Graph graph) {
    Rule rule = constants(node, graph, 1, window(op.window(), Rule.SUM));
    return rule.isReal() ? rule : sum(graph.constant(node.input(1)).orElseThrow(), 0);
  }

  static Rule convTranspose(Node node, ConvTranspose op, Graph graph) {
    int axes = op.window().rank();
    Rule rule =
        axes <= 2
            ? constants(node, graph, 1, Rule.SUM)
            : Rule.real(
                "a transposed window of %d spatial axes has no integer form".formatted(axes));
    if (rule.isReal()) {
      return rule;
    }
    Shape weights = graph.constant(node.input(1)).orElseThrow().shape();
    return length(weights.elements() / Math.max(1, weights.dim(1) * op.group()));
  }

  /** Weights or two activations; an addend that is no row is added in float32. */
  static Rule gemm(Node node, Gemm op, Graph graph) {
    if (!(op.alpha() > 0)) {
      return Rule.real("alpha %s is not positive".formatted(op.alpha()));
    }
    if (graph.isConstant(node.input(0))) {
      return Rule.real("'%s' is constant".formatted(node.input(0)));
    }
    if (graph.isConstant(node.input(1))) {
      return sum(graph.constant(node.input(1)).orElseThrow(), op.transposeB() ? 0 : 1);
    }
    return graph
        .tensorType(node.input(0))
        .filter(TensorType::isStatic)
        .map(type -> length(type.shape().dim(op.transposeA() ? 0 : 1)))
        .orElseGet(() -> Rule.real("the shape of '%s' is not known".formatted(node.input(0))));
  }

  static Rule matMul(Node node, Graph graph) {
    Optional<TensorType> left = graph.tensorType(node.input(0)).filter(TensorType::isStatic);
    if (left.isEmpty()) {
      return Rule.real("the shape of '%s' is not known".formatted(node.input(0)));
    }
    return length(left.get().shape().dim(-1));
  }

  private static Rule sum(Tensor weights, int axis) {
    long channels = weights.shape().dim(axis);
    return length(channels == 0 ? 0 : weights.elements() / channels);
  }

  private static Rule length(long length) {
    return length <= LONGEST_SUM
        ? Rule.SUM
        : Rule.real("a sum of %d products could leave 32 bits".formatted(length));
  }

  /** Whether a tensor holds one number, or one for each of so many channels along the last axis. */
  static boolean isRow(Tensor tensor, long channels) {
    Shape shape = tensor.shape();
    return shape.elements() == 1 || (shape.elements() == channels && shape.dim(-1) == channels);
  }

  static Rule binary(Node node, Binary op, Graph graph) {
    boolean number =
        graph.constant(node.input(1)).filter(tensor -> tensor.elements() == 1).isPresent();
    return op.function() != BinaryFunction.POW
        ? Rule.ARITHMETIC
        : number ? Rule.INTEGER : Rule.real("a power with a varying exponent has no integer form");
  }

  static Rule layerNormalization(Node node, Graph graph) {
    return node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty())
        ? Rule.real("mean and deviation are asked for")
        : constants(node, graph, 1, Rule.ARITHMETIC);
  }
}
