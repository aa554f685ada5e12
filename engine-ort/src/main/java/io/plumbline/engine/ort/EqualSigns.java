package io.plumbline.engine.ort;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the constant 8-bit weights of integer products the signedness of what they are multiplied
 * with. On x86-64 processors without VNNI, ONNX Runtime multiplies uint8 with int8 by an
 * instruction that clips the sum of two products to 16 bits; operands of one kind it multiplies
 * exactly. A weight moved by 128 together with its zero point is the same number, so that the graph
 * means what it meant.
 */
final class EqualSigns {
  private static final int MOVED_BY = 128;

  /** Positions of the inputs of an op that multiplies integers. */
  private record Operands(int activation, int weight, int zeroPoint) {}

  private static final Map<String, Operands> PRODUCTS =
      Map.of(
          "MatMulInteger", new Operands(0, 1, 3),
          "ConvInteger", new Operands(0, 1, 3),
          "QLinearMatMul", new Operands(0, 3, 5),
          "QLinearConv", new Operands(0, 3, 5),
          "QGemm", new Operands(0, 3, 5),
          "MatMulIntegerToFloat", new Operands(0, 1, 5));

  private final Graph graph;
  private final ByteTypes types;
  private final Names names;

  private EqualSigns(Graph graph) {
    this.graph = graph;
    this.types = new ByteTypes(graph);
    this.names = Names.of(graph);
  }

  /** Weights that are computed, and ops inside of sub-graphs, stay as they are. */
  static Graph apply(Graph graph) {
    EqualSigns signs = new EqualSigns(graph);
    List<GraphPatch> patches = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof OpaqueOp op && PRODUCTS.containsKey(op.type())) {
        signs.patch(node, PRODUCTS.get(op.type())).ifPresent(patches::add);
      }
    }
    return patches.isEmpty() ? graph : GraphPatch.apply(graph, patches);
  }

  private Optional<GraphPatch> patch(Node node, Operands operands) {
    if (!node.hasInput(operands.weight())) {
      return Optional.empty();
    }
    Optional<Tensor> weight =
        graph.constant(node.input(operands.weight())).filter(EqualSigns::isByte);
    Optional<DType> activation = types.of(node.input(operands.activation()));
    Optional<Tensor> zeroPoint =
        node.hasInput(operands.zeroPoint())
            ? graph.constant(node.input(operands.zeroPoint()))
            : weight.map(tensor -> Tensor.allocate(tensor.dtype(), Shape.of()));
    if (weight.isEmpty() || zeroPoint.isEmpty() || activation.isEmpty()) {
      return Optional.empty();
    }
    if (weight.get().dtype() == activation.get()) {
      return Optional.empty();
    }
    String movedWeight = names.value(node.name() + "_weight");
    String movedZeroPoint = names.value(node.name() + "_weight_zero_point");
    List<String> inputs = new ArrayList<>(node.inputs());
    while (inputs.size() <= operands.zeroPoint()) {
      inputs.add(Node.ABSENT);
    }
    inputs.set(operands.weight(), movedWeight);
    inputs.set(operands.zeroPoint(), movedZeroPoint);
    return Optional.of(
        new GraphPatch("equal signs of integer operands")
            .replace(node, node.withInputs(inputs))
            .constant(movedWeight, moved(weight.get()))
            .constant(movedZeroPoint, moved(zeroPoint.get())));
  }

  private static boolean isByte(Tensor tensor) {
    return tensor.dtype() == DType.INT8 || tensor.dtype() == DType.UINT8;
  }

  /** The same numbers 128 more or less, in the other 8-bit type: the sign bit is turned. */
  private static Tensor moved(Tensor tensor) {
    DType other = tensor.dtype() == DType.INT8 ? DType.UINT8 : DType.INT8;
    Tensor moved = Tensor.allocate(other, tensor.shape());
    for (long i = 0; i < tensor.elements(); i++) {
      int value = tensor.data().get(ValueLayout.JAVA_BYTE, i);
      moved.data().set(ValueLayout.JAVA_BYTE, i, (byte) (value ^ MOVED_BY));
    }
    return moved;
  }
}
