package io.plumbline.quantize.mask;

import io.plumbline.graph.op.ArgExtremum;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.DepthToSpace;
import io.plumbline.graph.op.DequantizeLinear;
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
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.InstanceNormalization;
import io.plumbline.graph.op.LayerNormalization;
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
import io.plumbline.graph.op.ShapeOf;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.SpaceToDepth;
import io.plumbline.graph.op.Split;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Tile;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.graph.op.Unsqueeze;
import io.plumbline.graph.op.Variadic;
import io.plumbline.graph.op.Where;

/** What an op makes of sentinels in the float32 values it reads. */
enum MaskRole {
  /** Its result may hold them: moves, joins, choices and element-wise arithmetic. */
  PASSES,
  /**
   * They take no part in its result, whatever exactly they are: a softmax, a maximum, an order, a
   * function that is flat towards −∞. What runs in float32 anyway counts as such.
   */
  ENDS,
  /** They would be summed up like any other number: here they mean what they are. */
  COUNTS;

  /** Far below every number that a network computes with. */
  static final double FAR = -1e30;

  static MaskRole of(Op op) {
    return switch (op) {
      case ArgExtremum _, Comparison _, GlobalMaxPool _, Logic _ -> ENDS;
      case Not _, OpaqueOp _, ShapeOf _, Softmax _ -> ENDS;
      case FlattenedSoftmax softmax -> softmax.logarithm() ? PASSES : ENDS;
      case Binary binary -> binary.function() == BinaryFunction.POW ? COUNTS : PASSES;
      case Cast _, Concat _, DepthToSpace _, Expand _, Flatten _, Gather _ -> PASSES;
      case GatherElements _, GatherND _, Identity _, LogSoftmax _, Pad _, PRelu _ -> PASSES;
      case Reshape _, ScatterElements _, ScatterND _, Slice _, SpaceToDepth _, Split _ -> PASSES;
      case Squeeze _, Tile _, TopK _, Transpose _, Unsqueeze _, Variadic _, Where _ -> PASSES;
      case Reduce reduce ->
          switch (reduce.function()) {
            case MAX, MIN -> ENDS;
            case L1, L2, PROD, SUM, SUM_SQUARE -> COUNTS;
          };
      case Pool pool -> pool.picksOne() ? ENDS : COUNTS;
      case Unary(UnaryFunction f) when f.isPeriodic() -> COUNTS;
      case UnaryOp function ->
          Math.abs(function.apply(FAR)) < Sentinel.LEAST_MAGNITUDE ? ENDS : PASSES;
      case BatchNormalization _, Conv _, ConvTranspose _ -> COUNTS;
      case DequantizeLinear _, Gemm _, GlobalAveragePool _, GroupNormalization _ -> COUNTS;
      case InstanceNormalization _, LayerNormalization _, LocalResponseNormalization _ -> COUNTS;
      case LpNormalization _, MatMul _, MeanVarianceNormalization _, QuantizeLinear _ -> COUNTS;
      case Recurrent _, ReduceMean _, Resize _ -> COUNTS;
    };
  }
}
