package io.plumbline.graph.onnx;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.ArgExtremum;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Celu;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.DepthToSpace;
import io.plumbline.graph.op.DequantizeLinear;
import io.plumbline.graph.op.Elu;
import io.plumbline.graph.op.Expand;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.GatherElements;
import io.plumbline.graph.op.GatherND;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.GlobalAveragePool;
import io.plumbline.graph.op.GlobalMaxPool;
import io.plumbline.graph.op.GroupNormalization;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.InstanceNormalization;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.LocalResponseNormalization;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.Logic;
import io.plumbline.graph.op.LpNormalization;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.MeanVarianceNormalization;
import io.plumbline.graph.op.Not;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.PRelu;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Pool;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Resize;
import io.plumbline.graph.op.ScatterElements;
import io.plumbline.graph.op.ScatterND;
import io.plumbline.graph.op.Selu;
import io.plumbline.graph.op.ShapeOf;
import io.plumbline.graph.op.Shrink;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.SpaceToDepth;
import io.plumbline.graph.op.Split;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.ThresholdedRelu;
import io.plumbline.graph.op.Tile;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Unsqueeze;
import io.plumbline.graph.op.Variadic;
import io.plumbline.graph.op.Where;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The catalogue: which ONNX type is which typed op, and back. One line an op each way. */
final class OnnxOps {
  private static final Map<String, Operator> OPERATORS = operators();

  private OnnxOps() {}

  static Optional<Node> recognise(OnnxNode node) {
    Operator operator = OPERATORS.get(node.op().type());
    return operator == null ? Optional.empty() : operator.recognise(node);
  }

  static boolean knows(String type) {
    return OPERATORS.containsKey(type);
  }

  private static Map<String, Operator> operators() {
    Map<String, Operator> map = new LinkedHashMap<>();
    for (UnaryFunction function : UnaryFunction.values()) {
      map.put(function.onnxType(), Operator.of(1, plain(new Unary(function))));
    }
    for (BinaryFunction function : BinaryFunction.values()) {
      map.put(function.onnxType(), Operator.of(2, plain(new Binary(function))));
    }
    map.remove(UnaryFunction.SILU.onnxType());
    map.put("Gelu", Operator.of(1, ActivationSpelling::gelu).text("approximate"));
    map.put("Celu", Operator.of(1, ActivationSpelling::celu).real("alpha"));
    map.put("Clip", Operator.of(1, 3, ElementwiseSpelling::clip).real("max", "min"));
    map.put("Elu", Operator.of(1, ActivationSpelling::elu).real("alpha"));
    map.put("HardSigmoid", Operator.of(1, ActivationSpelling::hardSigmoid).real("alpha", "beta"));
    map.put("LeakyRelu", Operator.of(1, ActivationSpelling::leakyRelu).real("alpha"));
    map.put("Selu", Operator.of(1, ActivationSpelling::selu).real("alpha", "gamma"));
    map.put("Shrink", Operator.of(1, ActivationSpelling::shrink).real("bias", "lambd"));
    map.put("ThresholdedRelu", Operator.of(1, ActivationSpelling::thresholdedRelu).real("alpha"));
    map.put("PRelu", Operator.of(2, plain(new PRelu())));
    WindowSpelling.add(map);
    map.put("GlobalAveragePool", Operator.of(1, plain(new GlobalAveragePool())));
    map.put("GlobalMaxPool", Operator.of(1, plain(new GlobalMaxPool())));
    addMatrices(map);
    addMovements(map);
    SelectionSpelling.add(map);
    RecurrentSpelling.add(map);
    addResizes(map);
    addBlocks(map);
    ReductionSpelling.add(map);
    NormalisationSpelling.add(map);
    return map;
  }

  private static void addMatrices(Map<String, Operator> map) {
    map.put(
        "BatchNormalization",
        Operator.of(5, MatrixSpelling::batchNormalization)
            .real("epsilon", "momentum")
            .integer("spatial", "training_mode"));
    map.put(
        "DequantizeLinear",
        Operator.of(2, 3, QuantizationSpelling::dequantize)
            .integer("axis", "block_size", "output_dtype"));
    map.put(
        "Gemm",
        Operator.of(2, 3, MatrixSpelling::gemm).real("alpha", "beta").integer("transA", "transB"));
    map.put(
        "LayerNormalization",
        Operator.of(2, 3, MatrixSpelling::layerNormalization)
            .real("epsilon")
            .integer("axis", "stash_type")
            .droppingUnreadOutputs());
    map.put("LogSoftmax", Operator.of(1, SoftmaxSpelling::logSoftmax).integer("axis"));
    map.put("MatMul", Operator.of(2, plain(new MatMul())));
    map.put(
        "QuantizeLinear",
        Operator.of(2, 3, QuantizationSpelling::quantize)
            .integer("axis", "block_size", "output_dtype", "precision", "saturate"));
    map.put(
        "ReduceMean",
        Operator.of(1, 2, MatrixSpelling::reduceMean)
            .integers("axes")
            .integer("keepdims", "noop_with_empty_axes"));
    map.put("Softmax", Operator.of(1, SoftmaxSpelling::softmax).integer("axis"));
  }

  private static void addMovements(Map<String, Operator> map) {
    map.put("Cast", Operator.of(1, MovementSpelling::cast).integer("saturate", "to"));
    map.put("Concat", Operator.of(1, Integer.MAX_VALUE, MovementSpelling::concat).integer("axis"));
    map.put(
        "Dropout",
        Operator.of(1, 3, MovementSpelling::dropout)
            .real("ratio")
            .integer("seed")
            .droppingUnreadOutputs());
    map.put("Flatten", Operator.of(1, MovementSpelling::flatten).integer("axis"));
    map.put("Gather", Operator.of(2, MovementSpelling::gather).integer("axis"));
    map.put("Identity", Operator.of(1, plain(new Identity())));
    map.put(
        "Pad", Operator.of(1, 4, SectionSpelling::pad).text("mode").integers("pads").real("value"));
    map.put("Reshape", Operator.of(2, MovementSpelling::reshape).integer("allowzero"));
    map.put("Shape", Operator.of(1, MovementSpelling::shape).integer("end", "start"));
    map.put("Slice", Operator.of(1, 5, SectionSpelling::slice).integers("axes", "ends", "starts"));
    map.put(
        "Split",
        Operator.of(1, 2, SectionSpelling::split)
            .integer("axis", "num_outputs")
            .integers("split")
            .withSeveralOutputs());
    map.put("Squeeze", Operator.of(1, 2, MovementSpelling::squeeze).integers("axes"));
    map.put("Transpose", Operator.of(1, MovementSpelling::transpose).integers("perm"));
    map.put("Unsqueeze", Operator.of(1, 2, MovementSpelling::unsqueeze).integers("axes"));
  }

  private static void addBlocks(Map<String, Operator> map) {
    map.put(
        "DepthToSpace",
        Operator.of(1, BlockSpelling::depthToSpace).integer("blocksize").text("mode"));
    map.put("Expand", Operator.of(2, BlockSpelling::expand));
    map.put("SpaceToDepth", Operator.of(1, BlockSpelling::spaceToDepth).integer("blocksize"));
    map.put("Tile", Operator.of(2, BlockSpelling::tile));
  }

  private static void addResizes(Map<String, Operator> map) {
    map.put(
        "Resize",
        Operator.of(1, 4, ResizeSpelling::resize)
            .text("coordinate_transformation_mode", "keep_aspect_ratio_policy")
            .text("mode", "nearest_mode")
            .integer("antialias", "exclude_outside")
            .integers("axes")
            .real("cubic_coeff_a", "extrapolation_value"));
    map.put("Upsample", Operator.of(1, 2, ResizeSpelling::upsample).text("mode").floats("scales"));
  }

  /** An op without parameters: all inputs stay. */
  private static Operator.Recogniser plain(Op op) {
    return node -> Recognised.whole(node, op);
  }

  static Spelling spell(Spelling spelling) {
    return switch (spelling.node().op()) {
      case ArgExtremum op -> SelectionSpelling.spell(op, spelling);
      case BatchNormalization op ->
          spelling.as("BatchNormalization", Spelling.attributes().with("epsilon", op.epsilon()));
      case Binary op -> spelling.as(op.function().onnxType());
      case Cast op -> MovementSpelling.spell(op, spelling);
      case Celu op -> ActivationSpelling.spell(op, spelling);
      case Clip op -> ElementwiseSpelling.spell(op, spelling);
      case Comparison op -> SelectionSpelling.spell(op, spelling);
      case Concat op -> spelling.as("Concat", Spelling.attributes().with("axis", op.axis()));
      case Conv op -> WindowSpelling.spell(op, spelling);
      case ConvTranspose op -> WindowSpelling.spell(op, spelling);
      case DepthToSpace op -> BlockSpelling.spell(op, spelling);
      case DequantizeLinear op ->
          QuantizationSpelling.spell("DequantizeLinear", op.axis(), spelling);
      case Elu op -> spelling.as("Elu", Spelling.attributes().with("alpha", op.alpha()));
      case Expand op -> BlockSpelling.spell(op, spelling);
      case FlattenedSoftmax op -> SoftmaxSpelling.spell(op, spelling);
      case Flatten op -> spelling.as("Flatten", Spelling.attributes().with("axis", op.axis()));
      case Gather op -> spelling.as("Gather", Spelling.attributes().with("axis", op.axis()));
      case GatherElements op -> SelectionSpelling.spell(op, spelling);
      case GatherND op -> SelectionSpelling.spell(op, spelling);
      case Gemm op -> MatrixSpelling.spell(op, spelling);
      case GlobalAveragePool op -> spelling.as("GlobalAveragePool");
      case GlobalMaxPool op -> spelling.as("GlobalMaxPool");
      case GroupNormalization op -> NormalisationSpelling.spell(op, spelling);
      case HardSigmoid op ->
          spelling.as(
              "HardSigmoid",
              Spelling.attributes().with("alpha", op.alpha()).with("beta", op.beta()));
      case Identity op -> spelling.as("Identity");
      case InstanceNormalization op -> NormalisationSpelling.spell(op, spelling);
      case LayerNormalization op -> MatrixSpelling.spell(op, spelling);
      case LeakyRelu op ->
          spelling.as("LeakyRelu", Spelling.attributes().with("alpha", op.alpha()));
      case Logic op -> spelling.as(op.operator().onnxType());
      case LocalResponseNormalization op -> NormalisationSpelling.spell(op, spelling);
      case LogSoftmax op -> SoftmaxSpelling.spell("LogSoftmax", op.axis(), spelling);
      case LpNormalization op -> NormalisationSpelling.spell(op, spelling);
      case MatMul op -> spelling.as("MatMul");
      case Not op -> spelling.as("Not");
      case MeanVarianceNormalization op -> NormalisationSpelling.spell(op, spelling);
      case OpaqueOp op -> throw new IllegalArgumentException(op.type() + " is spelled already");
      case Pool op -> WindowSpelling.spell(op, spelling);
      case PRelu op -> spelling.as("PRelu");
      case Pad op -> SectionSpelling.spell(op, spelling);
      case QuantizeLinear op -> QuantizationSpelling.spell("QuantizeLinear", op.axis(), spelling);
      case Recurrent op -> RecurrentSpelling.spell(op, spelling);
      case Reduce op -> ReductionSpelling.spell(op, spelling);
      case ReduceMean op -> MatrixSpelling.spell(op, spelling);
      case Reshape op -> MovementSpelling.spell(op, spelling);
      case ScatterElements op -> SelectionSpelling.spell(op, spelling);
      case ScatterND op -> spelling.require("at all", 11).as("ScatterND");
      case Resize op -> ResizeSpelling.spell(op, spelling);
      case Selu op ->
          spelling.as(
              "Selu", Spelling.attributes().with("alpha", op.alpha()).with("gamma", op.gamma()));
      case ShapeOf op -> MovementSpelling.spell(op, spelling);
      case Shrink op -> ActivationSpelling.spell(op, spelling);
      case Slice op -> SectionSpelling.spell(op, spelling);
      case Softmax op -> SoftmaxSpelling.spell("Softmax", op.axis(), spelling);
      case SpaceToDepth op ->
          spelling.as("SpaceToDepth", Spelling.attributes().with("blocksize", op.block()));
      case Split op -> SectionSpelling.spell(op, spelling);
      case Squeeze op -> MovementSpelling.spell(op, spelling);
      case ThresholdedRelu op -> ActivationSpelling.spell(op, spelling);
      case TopK op -> SelectionSpelling.spell(op, spelling);
      case Tile op -> BlockSpelling.spell(op, spelling);
      case Transpose op -> spelling.as("Transpose", Spelling.attributes().with("perm", op.order()));
      case Unary op -> ActivationSpelling.spell(op, spelling);
      case Unsqueeze op -> MovementSpelling.spell(op, spelling);
      case Variadic op -> spelling.as(op.function().onnxType());
      case Where op -> spelling.require("at all", 9).as("Where");
    };
  }
}
