package io.plumbline.graph.batch;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.*;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** What one node does along the axes in which the samples of its operands lie. */
final class SampleAxes {
  private final Node node;
  private final Graph one;
  private final Map<String, Integer> axes;

  /**
   * @param one the graph of one sample
   * @param axes of all values that depend on samples, the results of the node among them
   */
  SampleAxes(Node node, Graph one, Map<String, Integer> axes) {
    this.node = node;
    this.one = one;
    this.axes = axes;
  }

  /** Why samples may mix; empty when they stay apart. */
  Optional<String> obstacle() {
    return apart()
        ? Optional.empty()
        : Optional.of(
            "it works along an axis where the samples lie, or joins them with what all share");
  }

  /** One line an op. */
  private boolean apart() {
    return switch (node.op()) {
      case ArgExtremum op -> reduces(List.of(op.axis()), op.keepDims());
      case BatchNormalization _ -> leads();
      case Binary _ -> elementwise();
      case Cast _ -> elementwise();
      case Comparison _ -> elementwise();
      case Concat op -> elementwise() && axis(op.axis()) != out();
      case Conv _ -> leads();
      case ConvTranspose _ -> leads();
      case DepthToSpace _ -> leads();
      case DequantizeLinear op -> keeps() && free(op.axis());
      case Expand _ -> elementwise();
      case Flatten _ -> reshapes();
      case FlattenedSoftmax op -> keeps() && in(0) < axis(op.axis());
      case Gather op -> gathers(op);
      case GatherElements op -> together() && free(op.axis());
      case GatherND op -> together() && in(0) < op.batchDims();
      case Gemm op -> Products.gemm(this, op);
      case GlobalAveragePool _ -> leads();
      case GlobalMaxPool _ -> leads();
      case GroupNormalization _ -> leads();
      case Identity _ -> keeps();
      case InstanceNormalization _ -> leads();
      case LayerNormalization op -> keeps() && in(0) < axis(op.axis());
      case LocalResponseNormalization _ -> leads();
      case LogSoftmax op -> keeps() && free(op.axis());
      case Logic _ -> elementwise();
      case LpNormalization op -> keeps() && free(op.axis());
      case MatMul _ -> Products.matMul(this);
      case MeanVarianceNormalization op -> keeps() && op.axes().stream().allMatch(this::free);
      case Not _ -> elementwise();
      case OpaqueOp op -> Unrecorded.apart(this, op);
      case PRelu _ -> elementwise();
      case Pad _ -> keeps() && keepsExtent();
      case Pool _ -> leads();
      case QuantizeLinear op -> keeps() && free(op.axis());
      case Recurrent _ -> recurs();
      case Reduce op -> reduces(op.axes(), op.keepDims());
      case ReduceMean op -> reduces(op.axes(), op.keepDims());
      case Reshape _ -> reshapes();
      case Resize _ -> keeps() && keepsExtent();
      case ScatterElements op -> together() && free(op.axis());
      case ScatterND _ -> false;
      case ShapeOf _ -> false;
      case Slice _ -> slices();
      case Softmax op -> keeps() && free(op.axis());
      case SpaceToDepth _ -> leads();
      case Split op -> keeps() && free(op.axis());
      case Squeeze _ -> reshapes();
      case Tile _ -> elementwise();
      case TopK op -> keeps() && free(op.axis());
      case Transpose op -> onlyFirst() && op.order().get(out()) == in(0);
      case UnaryOp _ -> elementwise();
      case Unsqueeze _ -> reshapes();
      case Variadic _ -> elementwise();
      case Where _ -> elementwise();
    };
  }

  /** The axis of the samples in an operand, or −1 where all samples share it. */
  int in(int position) {
    return node.hasInput(position) ? axes.getOrDefault(node.input(position), -1) : -1;
  }

  /** The axis of the samples in every result, or −1 where results differ. */
  int out() {
    List<Integer> found =
        node.outputs().stream().filter(axes::containsKey).map(axes::get).distinct().toList();
    return found.size() == 1 ? found.getFirst() : -1;
  }

  /** How many operands are given, absent ones at the end not among them. */
  int inputs() {
    return (int) IntStream.range(0, node.inputs().size()).filter(node::hasInput).count();
  }

  Shape shape(int position) {
    return shape(node.input(position));
  }

  private Shape shape(String value) {
    return one.tensorType(value).orElseThrow().shape();
  }

  /** An operand that is a constant of one whole number. */
  OptionalLong constant(int position) {
    return one.constant(node.input(position))
        .filter(tensor -> tensor.elements() == 1 && !tensor.dtype().isFloat())
        .map(tensor -> OptionalLong.of(tensor.toInts()[0]))
        .orElse(OptionalLong.empty());
  }

  Shape result() {
    return shape(node.output());
  }

  private int axis(int axis) {
    return axis < 0 ? axis + shape(0).rank() : axis;
  }

  /** Whether an axis of the first operand is another one than that of the samples. */
  boolean free(int axis) {
    return axis(axis) != in(0);
  }

  private boolean onlyFirst() {
    return in(0) >= 0
        && IntStream.range(1, node.inputs().size()).allMatch(position -> in(position) < 0)
        && node.reads().stream().filter(axes::containsKey).count() == 1;
  }

  /** Samples come from the first operand and lie along the same axis of the results. */
  boolean keeps() {
    return onlyFirst() && in(0) == out();
  }

  /** Likewise along axis 0, where an op for pictures has them by definition. */
  boolean leads() {
    return keeps() && in(0) == 0;
  }

  private boolean keepsExtent() {
    return shape(0).dim(in(0)) == result().dim(out());
  }

  /** NumPy broadcasting keeps samples beside each other. */
  boolean elementwise() {
    int behind = result().rank() - out();
    return out() >= 0
        && IntStream.range(0, node.inputs().size())
            .filter(node::hasInput)
            .allMatch(position -> aligned(position, behind));
  }

  /** Whether an operand has its samples, or nothing, so many axes before its end. */
  boolean aligned(int position, int behind) {
    int axis = shape(position).rank() - behind;
    return in(position) >= 0
        ? in(position) == axis && shape(position).dim(axis) == result().dim(out())
        : axis < 0 || shape(position).dim(axis) == 1;
  }

  /** All operands have samples along the axis of the results, and as many of their elements. */
  boolean together() {
    return IntStream.range(0, node.inputs().size())
        .allMatch(
            position ->
                in(position) >= 0
                    && in(position) == out()
                    && shape(position).dim(out()) == result().dim(out()));
  }

  private boolean reduces(List<Integer> over, boolean keepDims) {
    boolean all = over.isEmpty();
    if (all || !onlyFirst() || !over.stream().allMatch(this::free)) {
      return false;
    }
    long gone = over.stream().filter(each -> axis(each) < in(0)).count();
    return out() == in(0) - (keepDims ? 0 : gone);
  }

  /** Rows of elements stay whole: what lies before the samples, and one sample, do not change. */
  private boolean reshapes() {
    return onlyFirst()
        && out() >= 0
        && before(shape(0), in(0)) == before(result(), out())
        && shape(0).elements() == result().elements();
  }

  private static long before(Shape shape, int axis) {
    return IntStream.range(0, axis).mapToLong(shape::dim).reduce(1, (a, b) -> a * b);
  }

  private boolean slices() {
    Slice op = (Slice) node.op();
    return keeps() && keepsExtent() && op.axes().stream().allMatch(this::free);
  }

  private boolean gathers(Gather op) {
    int along = axis(op.axis());
    if (in(0) >= 0) {
      int inserted = shape(1).rank() - 1;
      return in(1) < 0 && along != in(0) && out() == (along < in(0) ? in(0) + inserted : in(0));
    }
    return in(1) >= 0 && out() == along + in(1);
  }

  /** A sequence has samples along axis 1, and so have states. */
  private boolean recurs() {
    boolean states =
        IntStream.range(4, node.inputs().size())
            .filter(node::hasInput)
            .allMatch(position -> in(position) == 1);
    boolean results =
        node.outputs().stream()
            .filter(axes::containsKey)
            .allMatch(value -> axes.getOrDefault(value, -1) == shape(value).rank() - 2);
    return in(0) == 1 && in(1) < 0 && in(2) < 0 && in(3) < 0 && states && results;
  }
}
