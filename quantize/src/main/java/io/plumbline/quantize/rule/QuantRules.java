package io.plumbline.quantize.rule;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.onnx.RecogniseOps;
import io.plumbline.graph.op.*;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.target.Scheme;
import java.util.Optional;

/** What each op can be in an integer program: one line an op. */
public final class QuantRules {
  private QuantRules() {}

  /**
   * The rule of a node.
   *
   * @param loaded scales that weights come with, which tell how large their integers are
   * @param scheme that the node is to be computed in
   */
  public static Rule of(Node node, Graph graph, LoadedScales loaded, Scheme scheme) {
    if (node.inputs().isEmpty() || !node.hasInput(0)) {
      boolean constant = node.reads().stream().allMatch(graph::isConstant);
      return Rule.real(constant ? "its result is constant" : "it has no first input");
    }
    Optional<String> open = Types.open(node, graph);
    if (open.isPresent()) {
      return Rule.real("the extents of '%s' depend on the data".formatted(open.get()));
    }
    Rule rule = byOp(node, graph, loaded, scheme);
    if (node.reads().stream().allMatch(graph::isConstant)) {
      return (Types.otherThanFloat32(node, graph).isEmpty() ? rule : rule.withoutArithmetic())
          .keptReal("its result is constant");
    }
    return SelectionRules.handles(node.op())
        ? rule
        : Types.otherThanFloat32(node, graph)
            .map(reason -> rule.withoutArithmetic().keptReal(reason))
            .orElse(rule);
  }

  private static String opaque(OpaqueOp op) {
    return RecogniseOps.knows(op)
        ? op.type() + " with these inputs and attributes has no integer form yet"
        : op.type() + " has no integer form yet";
  }

  private static Rule byOp(Node node, Graph graph, LoadedScales loaded, Scheme scheme) {
    return switch (node.op()) {
      case ArgExtremum _ -> SelectionRules.extremum(node, graph);
      case BatchNormalization _ -> OperandRules.constants(node, graph, 1, Rule.COMPUTED);
      case Binary op -> OperandRules.binary(node, op, graph);
      case Cast _ -> SelectionRules.cast(node, graph);
      case Comparison _ -> SelectionRules.exact(node, graph);
      case Concat _ -> Rule.JOINED;
      case Conv op -> SumRules.conv(node, op, graph, loaded, scheme);
      case ConvTranspose op -> SumRules.convTranspose(node, op, graph, loaded, scheme);
      case DepthToSpace _ -> OperandRules.moved(node, graph);
      case DequantizeLinear _ -> Rule.real("it is part of a quantization in the model");
      case Expand _ -> OperandRules.moved(node, graph);
      case FlattenedSoftmax _ -> Rule.EITHER;
      case Flatten _ -> OperandRules.moved(node, graph);
      case Gather op -> SelectionRules.gather(node, op, graph);
      case GatherElements _ -> SelectionRules.picked(node, graph);
      case GatherND _ -> SelectionRules.picked(node, graph);
      case Gemm op -> SumRules.gemm(node, op, graph, loaded, scheme);
      case GlobalAveragePool _ -> Rule.AVERAGED;
      case GlobalMaxPool _ -> WindowRules.globalMax(node, graph);
      case GroupNormalization _ -> NormalisationRules.channels(node, graph);
      case Identity _ -> OperandRules.moved(node, graph);
      case InstanceNormalization _ -> NormalisationRules.channels(node, graph);
      case LayerNormalization op -> NormalisationRules.layer(node, op, graph);
      case Logic _ -> SelectionRules.exact(node, graph);
      case LocalResponseNormalization op -> NormalisationRules.localResponse(op);
      case LogSoftmax _ -> Rule.EITHER;
      case LpNormalization _ -> Rule.NORMALISED;
      case MatMul _ -> SumRules.matMul(node, graph, loaded, scheme);
      case Not _ -> SelectionRules.exact(node, graph);
      case MeanVarianceNormalization _ -> Rule.NORMALISED;
      case OpaqueOp op -> Rule.real(opaque(op));
      case PRelu _ -> OperandRules.constants(node, graph, 1, Rule.COMPUTED);
      case Pool op -> WindowRules.pool(node, op, graph);
      case Pad op -> OperandRules.pad(node, op, graph);
      case QuantizeLinear _ -> Rule.real("it is part of a quantization in the model");
      case Recurrent op -> RecurrentRules.of(node, op, graph, loaded, scheme);
      case Reduce op -> OperandRules.reduce(node, op, graph);
      case ReduceMean _ -> Rule.AVERAGED;
      case Reshape _ -> OperandRules.moved(node, graph);
      case ScatterElements _ -> SelectionRules.moved(node, graph, 0, Rule.JOINED);
      case ScatterND _ -> SelectionRules.moved(node, graph, 0, Rule.JOINED);
      case Resize op ->
          op.mode() == Resize.Mode.NEAREST ? OperandRules.moved(node, graph) : Rule.EITHER;
      case ShapeOf _ -> Rule.real("it computes a shape");
      case Slice _ -> OperandRules.moved(node, graph);
      case Softmax _ -> Rule.EITHER;
      case SpaceToDepth _ -> OperandRules.moved(node, graph);
      case Split _ -> OperandRules.moved(node, graph);
      case Squeeze _ -> OperandRules.moved(node, graph);
      case TopK _ -> SelectionRules.top(node, graph);
      case Tile _ -> OperandRules.moved(node, graph);
      case Transpose _ -> OperandRules.moved(node, graph);
      case UnaryOp _ -> OperandRules.unary(node);
      case Unsqueeze _ -> OperandRules.moved(node, graph);
      case Variadic _ -> Rule.COMPUTED;
      case Where _ -> SelectionRules.moved(node, graph, 1, Rule.JOINED);
    };
  }
}
