package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.*;
import io.plumbline.tensor.DType;
import java.util.Optional;

/** What each op can be in an integer program: one line an op. */
final class QuantRules {
  private QuantRules() {}

  static Rule of(Node node, Graph graph) {
    return obstacle(node, graph).map(Rule::real).orElseGet(() -> byOp(node, graph));
  }

  private static Rule byOp(Node node, Graph graph) {
    return switch (node.op()) {
      case ArgExtremum _ -> SelectionRules.exact(node, graph);
      case AveragePool op -> OperandRules.window(op.window(), Rule.INTEGER);
      case BatchNormalization _ -> OperandRules.constants(node, graph, 1, Rule.ARITHMETIC);
      case Binary op -> OperandRules.binary(node, op, graph);
      case Cast _ -> SelectionRules.cast(node, graph);
      case Comparison _ -> SelectionRules.exact(node, graph);
      case Concat _ -> Rule.JOINED;
      case Conv op -> OperandRules.conv(node, op, graph);
      case ConvTranspose op -> OperandRules.convTranspose(node, op, graph);
      case DepthToSpace _ -> Rule.MOVED;
      case DequantizeLinear _ -> Rule.real("it is part of a quantization in the model");
      case Expand _ -> Rule.MOVED;
      case FlattenedSoftmax _ -> Rule.EITHER;
      case Flatten _ -> Rule.MOVED;
      case Gather _ -> SelectionRules.picked(node, graph);
      case GatherElements _ -> SelectionRules.picked(node, graph);
      case GatherND _ -> SelectionRules.picked(node, graph);
      case Gemm op -> OperandRules.gemm(node, op, graph);
      case GlobalAveragePool _ -> Rule.INTEGER;
      case GlobalMaxPool _ -> Rule.SELECTED;
      case GroupNormalization _ -> OperandRules.constants(node, graph, 1, Rule.ARITHMETIC);
      case Identity _ -> Rule.MOVED;
      case InstanceNormalization _ -> OperandRules.constants(node, graph, 1, Rule.ARITHMETIC);
      case LayerNormalization _ -> OperandRules.layerNormalization(node, graph);
      case Logic _ -> SelectionRules.exact(node, graph);
      case LocalResponseNormalization op -> OperandRules.localResponse(op);
      case LogSoftmax _ -> Rule.EITHER;
      case LpNormalization _ -> Rule.ARITHMETIC;
      case MatMul _ -> OperandRules.matMul(node, graph);
      case MaxPool op -> OperandRules.maxPool(node, op);
      case Not _ -> SelectionRules.exact(node, graph);
      case MeanVarianceNormalization _ -> Rule.ARITHMETIC;
      case OpaqueOp _ -> withoutIntegerForm(node);
      case PRelu _ -> OperandRules.constants(node, graph, 1, Rule.ARITHMETIC);
      case Pad op -> OperandRules.pad(op);
      case QuantizeLinear _ -> Rule.real("it is part of a quantization in the model");
      case Recurrent op -> RecurrentRules.of(node, op, graph);
      case Reduce op -> OperandRules.reduce(op);
      case ReduceMean _ -> Rule.INTEGER;
      case Reshape _ -> Rule.MOVED;
      case ScatterElements _ -> SelectionRules.moved(node, graph, 0, Rule.JOINED);
      case ScatterND _ -> SelectionRules.moved(node, graph, 0, Rule.JOINED);
      case Resize op -> op.mode() == Resize.Mode.NEAREST ? Rule.MOVED : Rule.EITHER;
      case ShapeOf _ -> Rule.real("it computes a shape");
      case Slice _ -> Rule.MOVED;
      case Softmax _ -> Rule.EITHER;
      case SpaceToDepth _ -> Rule.MOVED;
      case Split _ -> Rule.MOVED;
      case Squeeze _ -> Rule.MOVED;
      case TopK _ -> SelectionRules.moved(node, graph, 0, Rule.MOVED);
      case Tile _ -> Rule.MOVED;
      case Transpose _ -> Rule.MOVED;
      case UnaryOp _ -> Rule.INTEGER;
      case Unsqueeze _ -> Rule.MOVED;
      case Variadic _ -> Rule.ARITHMETIC;
      case Where _ -> SelectionRules.moved(node, graph, 1, Rule.JOINED);
    };
  }

  private static Rule withoutIntegerForm(Node node) {
    return Rule.real(node.op().type() + " has no integer form yet");
  }

  /** Why no op at all could be integer here. */
  private static Optional<String> obstacle(Node node, Graph graph) {
    if (node.reads().stream().allMatch(graph::isConstant)) {
      return Optional.of("its result is constant");
    }
    if (node.inputs().isEmpty() || !node.hasInput(0)) {
      return Optional.of("it has no first input");
    }
    if (SelectionRules.handles(node.op())) {
      return Optional.empty();
    }
    return notReal(node.input(0), graph).or(() -> notReal(node.output(), graph));
  }

  private static Optional<String> notReal(String value, Graph graph) {
    Optional<DType> dtype = graph.tensorType(value).map(TensorType::dtype);
    if (dtype.isEmpty()) {
      return Optional.of("the type of '%s' is not known".formatted(value));
    }
    return dtype.get() == DType.FLOAT32
        ? Optional.empty()
        : Optional.of("'%s' is of %s, not of f32".formatted(value, dtype.get().label()));
  }
}
