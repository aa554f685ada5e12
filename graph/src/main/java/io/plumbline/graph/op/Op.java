package io.plumbline.graph.op;

/**
 * The closed set of ops. A record owns its attributes and its shape rule; phases switch over this
 * type exhaustively.
 */
public sealed interface Op
    permits AveragePool,
        BatchNormalization,
        Binary,
        Cast,
        Concat,
        Conv,
        ConvTranspose,
        DequantizeLinear,
        Flatten,
        Gather,
        Gemm,
        GlobalAveragePool,
        GlobalMaxPool,
        Identity,
        LayerNormalization,
        LogSoftmax,
        MatMul,
        MaxPool,
        OpaqueOp,
        PRelu,
        Pad,
        QuantizeLinear,
        ReduceMean,
        Reshape,
        ShapeOf,
        Slice,
        Softmax,
        Split,
        Squeeze,
        Transpose,
        UnaryOp,
        Unsqueeze {
  /** The op's name as users know it: the ONNX type. */
  default String type() {
    return switch (this) {
      case OpaqueOp opaque -> opaque.type();
      case Unary unary -> unary.function().onnxType();
      case Binary binary -> binary.function().onnxType();
      case ShapeOf shape -> "Shape";
      case Op op -> op.getClass().getSimpleName();
    };
  }
}
