package io.plumbline.codegen.lower;

import io.plumbline.codegen.lower.elementwise.DecomposedLowering;
import io.plumbline.codegen.lower.elementwise.ElementwiseLowering;
import io.plumbline.codegen.lower.elementwise.VariadicLowering;
import io.plumbline.codegen.lower.movement.BlockLowering;
import io.plumbline.codegen.lower.movement.IndexLowering;
import io.plumbline.codegen.lower.movement.MovementLowering;
import io.plumbline.codegen.lower.movement.RepetitionLowering;
import io.plumbline.codegen.lower.movement.SelectionLowering;
import io.plumbline.codegen.lower.scope.Group;
import io.plumbline.codegen.lower.scope.Scope;
import io.plumbline.codegen.lower.sum.ConvolutionLowering;
import io.plumbline.codegen.lower.sum.MatrixLowering;
import io.plumbline.codegen.lower.sum.RecurrentLowering;
import io.plumbline.codegen.lower.sum.TransposedConvolutionLowering;
import io.plumbline.codegen.lower.window.GroupNormLowering;
import io.plumbline.codegen.lower.window.NormalisationLowering;
import io.plumbline.codegen.lower.window.PoolingLowering;
import io.plumbline.codegen.lower.window.ReductionLowering;
import io.plumbline.codegen.lower.window.ResizeLowering;
import io.plumbline.graph.op.*;
import io.plumbline.runtime.program.IndexForm;

/** What each op becomes: one line an op, the work in the file of its family. */
public final class NodeLowering {
  private NodeLowering() {}

  static void lower(Group group, Scope scope) {
    switch (group.head().op()) {
      case ArgExtremum op -> IndexLowering.extremum(group, op, scope);
      case BatchNormalization op -> DecomposedLowering.batchNormalization(group, op, scope);
      case Binary op -> ElementwiseLowering.binary(group, op, scope);
      case Cast _ -> SelectionLowering.cast(group, scope);
      case Comparison op -> SelectionLowering.compare(group, op.operator(), scope);
      case Concat op -> MovementLowering.concat(group, op, scope);
      case Conv op -> ConvolutionLowering.lower(group, op, scope);
      case ConvTranspose op -> TransposedConvolutionLowering.lower(group, op, scope);
      case DepthToSpace op -> BlockLowering.depthToSpace(group, op, scope);
      case DequantizeLinear _ -> throw group.mismatch();
      case Expand _ -> RepetitionLowering.expand(group, scope);
      case FlattenedSoftmax op -> NormalisationLowering.softmax(group, op, scope);
      case Flatten _ -> MovementLowering.reshape(group, scope);
      case Gather op -> MovementLowering.gather(group, op, scope);
      case GatherElements op -> IndexLowering.pick(group, IndexForm.ELEMENTS, op.axis(), scope);
      case GatherND op -> IndexLowering.pick(group, IndexForm.TUPLES, op.batchDims(), scope);
      case Gemm op -> MatrixLowering.gemm(group, op, scope);
      case GlobalAveragePool _ -> ReductionLowering.globalAverage(group, scope);
      case GlobalMaxPool _ -> PoolingLowering.globalMax(group, scope);
      case GroupNormalization op ->
          GroupNormLowering.groups(group, op.groups(), op.epsilon(), scope);
      case Identity _ -> MovementLowering.reshape(group, scope);
      case InstanceNormalization op ->
          GroupNormLowering.groups(
              group, scope.forms().shape(group.head().input(0)).intDim(1), op.epsilon(), scope);
      case LayerNormalization op -> NormalisationLowering.layerNorm(group, op, scope);
      case Logic op -> SelectionLowering.logic(group, op.operator(), scope);
      case LocalResponseNormalization op -> GroupNormLowering.localResponse(group, op, scope);
      case LogSoftmax op -> NormalisationLowering.softmax(group, op.axis(), true, scope);
      case LpNormalization op -> GroupNormLowering.lp(group, op, scope);
      case MatMul _ -> MatrixLowering.matMul(group, scope);
      case Not _ -> SelectionLowering.not(group, scope);
      case MeanVarianceNormalization op -> GroupNormLowering.meanVariance(group, op, scope);
      case OpaqueOp _ -> throw group.mismatch();
      case PRelu _ -> DecomposedLowering.pRelu(group, scope);
      case Pool op -> PoolingLowering.pool(group, op, scope);
      case Pad op -> MovementLowering.pad(group, op, scope);
      case QuantizeLinear _ -> throw group.mismatch();
      case Recurrent op -> RecurrentLowering.lower(group, op, scope);
      case Reduce op -> ReductionLowering.reduce(group, op, scope);
      case ReduceMean op -> ReductionLowering.reduceMean(group, op, scope);
      case Reshape _ -> MovementLowering.reshape(group, scope);
      case ScatterElements op -> IndexLowering.place(group, IndexForm.ELEMENTS, op.axis(), scope);
      case ScatterND _ -> IndexLowering.place(group, IndexForm.TUPLES, 0, scope);
      case Resize op -> ResizeLowering.lower(group, op, scope);
      case ShapeOf _ -> throw group.mismatch();
      case Slice op -> MovementLowering.slice(group, op, scope);
      case Softmax op -> NormalisationLowering.softmax(group, op.axis(), false, scope);
      case SpaceToDepth op -> BlockLowering.spaceToDepth(group, op.block(), scope);
      case Split op -> MovementLowering.split(group, op, scope);
      case Squeeze _ -> MovementLowering.reshape(group, scope);
      case TopK op -> IndexLowering.top(group, op, scope);
      case Tile _ -> RepetitionLowering.tile(group, scope);
      case Transpose op -> MovementLowering.transpose(group, op, scope);
      case UnaryOp op -> ElementwiseLowering.unary(group, op, scope);
      case Unsqueeze _ -> MovementLowering.reshape(group, scope);
      case Variadic op -> VariadicLowering.lower(group, op.function(), scope);
      case Where _ -> SelectionLowering.where(group, scope);
    }
  }
}
