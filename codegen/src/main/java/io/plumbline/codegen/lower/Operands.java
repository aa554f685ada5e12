package io.plumbline.codegen.lower;

import io.plumbline.graph.Node;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.plan.Use;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/** Checks and constants that ops with weights have in common. */
final class Operands {
  private Operands() {}

  /**
   * Why a node with inputs x, weights, optional bias cannot be an integer instruction; empty when
   * it can.
   *
   * @param channelAxis axis of the weights that counts output channels
   */
  static Optional<String> obstacle(Scope scope, Node node, int channelAxis) {
    return node.hasInput(2) && scope.constant(node.input(2)).isEmpty()
        ? Optional.of("bias '" + node.input(2) + "' is not constant")
        : weightObstacle(scope, node, channelAxis);
  }

  /** The same for the first two inputs. */
  static Optional<String> weightObstacle(Scope scope, Node node, int channelAxis) {
    Optional<String> activation = notByte(scope, node.input(0));
    if (activation.isPresent()) {
      return activation;
    }
    if (scope.constant(node.input(1)).isEmpty()) {
      return Optional.of("weights '" + node.input(1) + "' are not constant");
    }
    Optional<QuantizedConstant> weights = scope.plan().weight(node.input(1));
    if (weights.isEmpty()) {
      return Optional.of("weights '" + node.input(1) + "' have no parameters in the plan");
    }
    return WeightedSum.refuse(weights.get().params(), channelAxis);
  }

  /** Why a value cannot be read by an instruction on bytes; empty when it can. */
  static Optional<String> notByte(Scope scope, String value) {
    Optional<QuantParams> params = scope.forms().params(value);
    if (params.isEmpty()) {
      return Optional.of("'" + value + "' is not quantized in the plan");
    }
    return TensorQuantizer.isByte(params.get())
        ? Optional.empty()
        : Optional.of("'" + value + "' is " + params.get() + ", not one 8-bit scale");
  }

  /**
   * The result parameters when they are of one byte, or none: what an accumulator can be written
   * as.
   */
  static Optional<String> notWritable(Scope scope, String value) {
    return scope.forms().isQuantized(value) ? notByte(scope, value) : Optional.empty();
  }

  /**
   * The integers that a node adds to its sums at an input: zeros where it has none, empty where the
   * plan could not put them into 32 bits.
   */
  static Optional<Tensor> bias(Scope scope, Node node, int position, int channels) {
    return node.hasInput(position)
        ? scope.plan().bias(new Use(node.name(), position)).map(QuantizedConstant::integers)
        : Optional.of(noBias(channels));
  }

  static Tensor noBias(int channels) {
    return Tensor.of(Shape.of(channels), new int[channels]);
  }

  /** Whether a tensor holds one number, or one for each of so many channels along the last axis. */
  static boolean isRow(Shape shape, int channels) {
    return shape.elements() == 1 || (shape.elements() == channels && shape.dim(-1) == channels);
  }

  static Outcome overflow() {
    return Outcome.refused("an accumulator could leave 32 bits");
  }
}
