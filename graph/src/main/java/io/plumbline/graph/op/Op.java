package io.plumbline.graph.op;

/**
 * The closed set of ops. A record owns its attributes; the types and shapes it takes and gives are
 * rules of {@code graph.type}. Phases switch over this type exhaustively.
 */
public sealed interface Op
    permits ArgExtremum,
        BatchNormalization,
        Binary,
        Cast,
        Comparison,
        Concat,
        Conv,
        ConvTranspose,
        DepthToSpace,
        DequantizeLinear,
        Expand,
        Flatten,
        FlattenedSoftmax,
        Gather,
        GatherElements,
        GatherND,
        Gemm,
        GlobalAveragePool,
        GlobalMaxPool,
        GroupNormalization,
        Identity,
        InstanceNormalization,
        LayerNormalization,
        LocalResponseNormalization,
        LogSoftmax,
        Logic,
        LpNormalization,
        MatMul,
        MeanVarianceNormalization,
        Not,
        OpaqueOp,
        PRelu,
        Pad,
        Pool,
        QuantizeLinear,
        Recurrent,
        Reduce,
        ReduceMean,
        Reshape,
        Resize,
        ScatterElements,
        ScatterND,
        ShapeOf,
        Slice,
        Softmax,
        SpaceToDepth,
        Split,
        Squeeze,
        Tile,
        TopK,
        Transpose,
        UnaryOp,
        Unsqueeze,
        Variadic,
        Where {
  /** The op's name as users know it: the ONNX type. */
  default String type() {
    return switch (this) {
      case OpaqueOp opaque -> opaque.type();
      case Unary unary -> unary.function().onnxType();
      case Binary binary -> binary.function().onnxType();
      case Comparison comparison -> comparison.operator().onnxType();
      case Logic logic -> logic.operator().onnxType();
      case Variadic variadic -> variadic.function().onnxType();
      case ArgExtremum extremum -> extremum.largest() ? "ArgMax" : "ArgMin";
      case Recurrent recurrent -> recurrent.layer().onnxType();
      case FlattenedSoftmax softmax -> softmax.logarithm() ? "LogSoftmax" : "Softmax";
      case ShapeOf shape -> "Shape";
      case Reduce reduce -> reduce.function().onnxType();
      case LocalResponseNormalization norm -> "LRN";
      case Op op -> op.getClass().getSimpleName();
    };
  }
}
