package io.plumbline.graph.onnx;

import io.plumbline.graph.op.AveragePool;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.DequantizeLinear;
import io.plumbline.graph.op.Elu;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.GlobalAveragePool;
import io.plumbline.graph.op.GlobalMaxPool;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.PRelu;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.ShapeOf;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.Split;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Unsqueeze;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The catalogue: which ONNX type is which typed op, and back. One line an op each way. */
final class OnnxOps {
  /** Reads one node; empty where something about it is not understood. */
  private interface Recogniser {
    Optional<Recognised> recognise(OnnxNode node);
  }

  private static final Map<String, Recogniser> RECOGNISERS = recognisers();

  private OnnxOps() {}

  static Optional<Recognised> recognise(OnnxNode node) {
    Recogniser recogniser = RECOGNISERS.get(node.op().type());
    return recogniser == null ? Optional.empty() : recogniser.recognise(node);
  }

  private static Map<String, Recogniser> recognisers() {
    Map<String, Recogniser> map = new LinkedHashMap<>();
    for (UnaryFunction function : UnaryFunction.values()) {
      map.put(function.onnxType(), node -> ElementwiseSpelling.unary(node, function));
    }
    for (BinaryFunction function : BinaryFunction.values()) {
      map.put(function.onnxType(), node -> ElementwiseSpelling.binary(node, function));
    }
    map.remove("Silu");
    map.put("Gelu", ElementwiseSpelling::gelu);
    map.put("AveragePool", WindowSpelling::averagePool);
    map.put("BatchNormalization", MatrixSpelling::batchNormalization);
    map.put("Cast", MovementSpelling::cast);
    map.put("Clip", ElementwiseSpelling::clip);
    map.put("Concat", MovementSpelling::concat);
    map.put("Conv", WindowSpelling::conv);
    map.put("ConvTranspose", WindowSpelling::convTranspose);
    map.put("DequantizeLinear", MatrixSpelling::dequantize);
    map.put("Dropout", MovementSpelling::dropout);
    map.put("Elu", ElementwiseSpelling::elu);
    map.put("Flatten", MovementSpelling::flatten);
    map.put("Gather", MovementSpelling::gather);
    map.put("Gemm", MatrixSpelling::gemm);
    map.put("GlobalAveragePool", node -> Recognised.whole(node, new GlobalAveragePool()));
    map.put("GlobalMaxPool", node -> Recognised.whole(node, new GlobalMaxPool()));
    map.put("HardSigmoid", ElementwiseSpelling::hardSigmoid);
    map.put("Identity", MovementSpelling::identity);
    map.put("LayerNormalization", MatrixSpelling::layerNormalization);
    map.put("LeakyRelu", ElementwiseSpelling::leakyRelu);
    map.put("LogSoftmax", MatrixSpelling::logSoftmax);
    map.put("MatMul", node -> Recognised.whole(node, new MatMul()));
    map.put("MaxPool", WindowSpelling::maxPool);
    map.put("PRelu", node -> Recognised.whole(node, new PRelu()));
    map.put("Pad", MovementSpelling::pad);
    map.put("QuantizeLinear", MatrixSpelling::quantize);
    map.put("ReduceMean", MatrixSpelling::reduceMean);
    map.put("Reshape", MovementSpelling::reshape);
    map.put("Shape", MovementSpelling::shape);
    map.put("Slice", MovementSpelling::slice);
    map.put("Softmax", MatrixSpelling::softmax);
    map.put("Split", MovementSpelling::split);
    map.put("Squeeze", MovementSpelling::squeeze);
    map.put("Transpose", MovementSpelling::transpose);
    map.put("Unsqueeze", MovementSpelling::unsqueeze);
    return map;
  }

  static Spelling spell(Spelling spelling) {
    return switch (spelling.node().op()) {
      case AveragePool op -> WindowSpelling.spell(op, spelling);
      case BatchNormalization op ->
          spelling.as("BatchNormalization", Spelling.attributes().with("epsilon", op.epsilon()));
      case Binary op -> spelling.as(op.function().onnxType());
      case Cast op -> MovementSpelling.spell(op, spelling);
      case Clip op -> ElementwiseSpelling.spell(op, spelling);
      case Concat op -> spelling.as("Concat", Spelling.attributes().with("axis", op.axis()));
      case Conv op -> WindowSpelling.spell(op, spelling);
      case ConvTranspose op -> WindowSpelling.spell(op, spelling);
      case DequantizeLinear op -> MatrixSpelling.axis("DequantizeLinear", op.axis(), spelling);
      case Elu op -> spelling.as("Elu", Spelling.attributes().with("alpha", op.alpha()));
      case Flatten op -> spelling.as("Flatten", Spelling.attributes().with("axis", op.axis()));
      case Gather op -> spelling.as("Gather", Spelling.attributes().with("axis", op.axis()));
      case Gemm op -> MatrixSpelling.spell(op, spelling);
      case GlobalAveragePool op -> spelling.as("GlobalAveragePool");
      case GlobalMaxPool op -> spelling.as("GlobalMaxPool");
      case HardSigmoid op ->
          spelling.as(
              "HardSigmoid",
              Spelling.attributes().with("alpha", op.alpha()).with("beta", op.beta()));
      case Identity op -> spelling.as("Identity");
      case LayerNormalization op -> MatrixSpelling.spell(op, spelling);
      case LeakyRelu op ->
          spelling.as("LeakyRelu", Spelling.attributes().with("alpha", op.alpha()));
      case LogSoftmax op ->
          spelling.as("LogSoftmax", Spelling.attributes().with("axis", op.axis()));
      case MatMul op -> spelling.as("MatMul");
      case MaxPool op -> WindowSpelling.spell(op, spelling);
      case OpaqueOp op -> throw new IllegalArgumentException(op.type() + " is spelled already");
      case PRelu op -> spelling.as("PRelu");
      case Pad op -> MovementSpelling.spell(op, spelling);
      case QuantizeLinear op -> MatrixSpelling.axis("QuantizeLinear", op.axis(), spelling);
      case ReduceMean op -> MatrixSpelling.spell(op, spelling);
      case Reshape op -> MovementSpelling.spell(op, spelling);
      case ShapeOf op -> MovementSpelling.spell(op, spelling);
      case Slice op -> MovementSpelling.spell(op, spelling);
      case Softmax op -> spelling.as("Softmax", Spelling.attributes().with("axis", op.axis()));
      case Split op -> MovementSpelling.spell(op, spelling);
      case Squeeze op -> MovementSpelling.spell(op, spelling);
      case Transpose op -> spelling.as("Transpose", Spelling.attributes().with("perm", op.order()));
      case Unary op -> ElementwiseSpelling.spell(op, spelling);
      case Unsqueeze op -> MovementSpelling.spell(op, spelling);
    };
  }
}
