package io.plumbline.graph.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * At which opsets an operator's spelling changed so that an older node no longer means the same: an
 * attribute became an input, was renamed or withdrawn, or a default changed. Wider type lists and
 * new optional attributes are no such change. Source: the change log of the ONNX operator sets 7 to
 * 23.
 */
final class SchemaChanges {
  private static final String NEVER =
      """
          Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh AveragePool Bernoulli
          BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor BlackmanWindow Cast CastLike Ceil
          Celu CenterCropPad Col2Im Compress Concat ConcatFromSequence Constant ConstantOfShape
          Conv ConvInteger ConvTranspose Cos Cosh CumSum DeformConv DepthToSpace DequantizeLinear
          Det Div DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU
          Gather GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool
          Greater GreaterOrEqual HammingWindow HannWindow HardSigmoid HardSwish Identity
          InstanceNormalization IsInf IsNaN LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual
          Log LpNormalization LpPool MatMul MatMulInteger Max MaxPool MaxRoiPool MaxUnpool Mean
          MeanVarianceNormalization MelWeightMatrix Min Mish Mod Mul Multinomial Neg
          NegativeLogLikelihoodLoss NonMaxSuppression NonZero Not OneHot Optional
          OptionalGetElement OptionalHasElement Or PRelu Pow QLinearConv QLinearMatMul
          QuantizeLinear RNN RandomNormal RandomNormalLike RandomUniform RandomUniformLike Range
          Reciprocal RegexFullMatch Relu Reshape ReverseSequence Round STFT ScatterElements
          ScatterND Selu SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert
          SequenceLength Shape Shrink Sigmoid Sign Sin Sinh Size SoftmaxCrossEntropyLoss Softplus
          Softsign SpaceToDepth SplitToSequence Sqrt StringConcat StringNormalizer StringSplit Sub
          Sum Tan Tanh TfIdfVectorizer ThresholdedRelu Tile Transpose Trilu Unique Where Xor
      """;

  private static final Map<String, List<Long>> CHANGES = changes();

  private SchemaChanges() {}

  private static Map<String, List<Long>> changes() {
    Map<String, List<Long>> map = new HashMap<>();
    Arrays.stream(NEVER.strip().split("\\s+")).forEach(type -> map.put(type, List.of()));
    for (String reduction :
        List.of("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "SumSquare")) {
      map.put("Reduce" + reduction, List.of(18L));
    }
    map.put("ReduceSum", List.of(13L));
    map.put("BatchNormalization", List.of(9L, 14L));
    map.put("Clip", List.of(11L));
    map.put("DFT", List.of(20L));
    map.put("Dropout", List.of(12L));
    map.put("GridSample", List.of(20L));
    map.put("GroupNormalization", List.of(21L));
    map.put("Hardmax", List.of(13L));
    map.put("LogSoftmax", List.of(13L));
    map.put("Pad", List.of(11L));
    map.put("Resize", List.of(11L, 13L));
    map.put("RoiAlign", List.of(16L));
    map.put("Scatter", List.of(11L));
    map.put("Slice", List.of(10L));
    map.put("Softmax", List.of(13L));
    map.put("Split", List.of(13L, 18L));
    map.put("Squeeze", List.of(13L));
    map.put("TopK", List.of(10L));
    map.put("Unsqueeze", List.of(13L));
    map.put("Upsample", List.of(9L, 10L));
    return map;
  }

  static boolean knows(String type) {
    return CHANGES.containsKey(type);
  }

  /** Why a node of a type cannot move from one opset to a later one; empty when it can. */
  static Optional<String> between(String type, long from, long to) {
    List<Long> changes = CHANGES.get(type);
    if (changes == null) {
      return Optional.of("not known to mean the same at opset " + to);
    }
    return changes.stream()
        .filter(change -> from < change && change <= to)
        .findFirst()
        .map(change -> "changed at opset " + change);
  }
}
