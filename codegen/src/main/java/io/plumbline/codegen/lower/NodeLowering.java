package io.plumbline.codegen.lower;

import io.plumbline.graph.op.*;

/** What each op becomes: one line an op, the work in the file of its family. */
final class NodeLowering {
  private NodeLowering() {}

  static Outcome lower(Group group, Scope scope) {
    return switch (group.head().op()) {
      case AveragePool op -> PoolingLowering.average(group, op, scope);
      case BatchNormalization op -> DecomposedLowering.batchNormalization(group, op, scope);
      case Binary op -> ElementwiseLowering.binary(group, op, scope);
      case Cast _ -> withoutInstruction(group);
      case Concat op -> MovementLowering.concat(group, op, scope);
      case Conv op -> ConvolutionLowering.lower(group, op, scope);
      case ConvTranspose _ -> withoutInstruction(group);
      case DequantizeLinear _ -> withoutInstruction(group);
      case Flatten _ -> MovementLowering.reshape(group, scope);
      case Gather op -> MovementLowering.gather(group, op, scope);
      case Gemm op -> MatrixLowering.gemm(group, op, scope);
      case GlobalAveragePool _ -> ReductionLowering.globalAverage(group, scope);
      case GlobalMaxPool _ -> PoolingLowering.globalMax(group, scope);
      case Identity _ -> MovementLowering.reshape(group, scope);
      case LayerNormalization op -> NormalisationLowering.layerNorm(group, op, scope);
      case LogSoftmax op -> NormalisationLowering.softmax(group, op.axis(), true, scope);
      case MatMul _ -> MatrixLowering.matMul(group, scope);
      case MaxPool op -> PoolingLowering.max(group, op, scope);
      case OpaqueOp _ -> withoutInstruction(group);
      case PRelu _ -> DecomposedLowering.pRelu(group, scope);
      case Pad op -> MovementLowering.pad(group, op, scope);
      case QuantizeLinear _ -> withoutInstruction(group);
      case ReduceMean op -> ReductionLowering.reduceMean(group, op, scope);
      case Reshape _ -> MovementLowering.reshape(group, scope);
      case ShapeOf _ -> withoutInstruction(group);
      case Slice op -> MovementLowering.slice(group, op, scope);
      case Softmax op -> NormalisationLowering.softmax(group, op.axis(), false, scope);
      case Split op -> MovementLowering.split(group, op, scope);
      case Squeeze _ -> MovementLowering.reshape(group, scope);
      case Transpose op -> MovementLowering.transpose(group, op, scope);
      case UnaryOp op -> ElementwiseLowering.unary(group, op, scope);
      case Unsqueeze _ -> MovementLowering.reshape(group, scope);
    };
  }

  private static Outcome withoutInstruction(Group group) {
    return group.isInteger()
        ? Outcome.refused("%s has no integer instruction".formatted(group.head().op().type()))
        : group.keptFloat();
  }
}
