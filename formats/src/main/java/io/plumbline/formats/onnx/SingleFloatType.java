package io.plumbline.formats.onnx;

import io.plumbline.formats.source.SourceModel;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.TypeProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.OpaqueType;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.UnrankedType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.graph.onnx.RecogniseOps;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Turns a network of float16, bfloat16 or float64 into the same one of float32: constants, types,
 * casts, and all of these in sub-graphs. What is half as wide keeps its numbers; a finite float64
 * beyond float32 becomes the largest float32 of its sign.
 */
public final class SingleFloatType {
  /** Attributes that name an element type, in ops of any domain. */
  private static final Set<String> TYPE_ATTRIBUTES =
      Set.of(
          "to",
          "dtype",
          "output_dtype",
          "output_datatype",
          "stash_type",
          "softmax_precision",
          "precision");

  private final Graph graph;
  private final Set<DType> replaced;
  private final WireRewrite wire;

  private SingleFloatType(Graph graph, Set<DType> replaced) {
    this.graph = graph;
    this.replaced = replaced;
    this.wire =
        new WireRewrite(this::tensor, this::type, this::attribute, UnaryOperator.identity());
  }

  /**
   * The model in float32, with a finding; the same one when it is in float32 already. float64 is
   * left alone where it only serves to compute positions and extents, in a network whose inputs,
   * outputs and weights are of other types.
   *
   * @param file of the model, for the finding
   */
  public static SourceModel apply(SourceModel model, String file) {
    Graph graph = model.graph();
    Set<DType> replaced = FloatTypes.of(graph);
    if (replaced.isEmpty()) {
      return model;
    }
    List<Finding> findings = new ArrayList<>(model.findings());
    findings.add(
        Finding.info(
            "model.float-type",
            file,
            "Its %s tensors become float32, inputs and outputs too."
                .formatted(replaced.stream().map(DType::label).collect(Collectors.joining(", ")))));
    return new SourceModel(
        new SingleFloatType(graph, replaced).convert(), model.hashes(), model.beside(), findings);
  }

  private Graph convert() {
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
    graph.constants().forEach((name, tensor) -> constants.put(name, tensor(tensor)));
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    graph.types().forEach((name, type) -> types.put(name, type(type)));
    List<Node> nodes = graph.nodes().stream().map(node -> node.withOp(op(node.op()))).toList();
    return RecogniseOps.apply(
        new Graph(
            graph.name(), graph.info(), graph.inputs(), graph.outputs(), nodes, constants, types));
  }

  private DType dtype(DType dtype) {
    return replaced.contains(dtype) ? DType.FLOAT32 : dtype;
  }

  private long number(long number) {
    return ElementType.dtype(number)
        .map(dtype -> (long) ElementType.number(dtype(dtype)))
        .orElse(number);
  }

  private ValueType type(ValueType type) {
    return switch (type) {
      case TensorType(DType dtype, var dims) -> new TensorType(dtype(dtype), dims);
      case UnrankedType(DType dtype) -> new UnrankedType(dtype(dtype));
      case OpaqueType opaque ->
          new OpaqueType(Wire.list(type(TypeCodec.write(opaque)).toByteString()));
    };
  }

  private Op op(Op op) {
    if (op instanceof Cast(DType to)) {
      return new Cast(dtype(to));
    }
    if (!(op instanceof OpaqueOp(String domain, String type, Map<String, Attribute> attributes))) {
      return op;
    }
    SequencedMap<String, Attribute> changed = new LinkedHashMap<>();
    attributes.forEach((name, attribute) -> changed.put(name, attribute(name, attribute)));
    return new OpaqueOp(domain, type, changed);
  }

  private Attribute attribute(String name, Attribute attribute) {
    return switch (attribute) {
      case Attribute.IntValue(long value) when TYPE_ATTRIBUTES.contains(name) ->
          new Attribute.IntValue(number(value));
      case Attribute.TensorValue(Tensor value) -> new Attribute.TensorValue(tensor(value));
      case Attribute.Wire(List<Byte> bytes, List<String> captured, List<String> inner) ->
          new Attribute.Wire(
              Wire.list(wire.attribute(AttributeCodec.write(name, attribute)).toByteString()),
              captured,
              inner);
      case Attribute.IntValue other -> other;
      case Attribute.FloatValue other -> other;
      case Attribute.StringValue other -> other;
      case Attribute.Ints other -> other;
      case Attribute.Floats other -> other;
      case Attribute.Strings other -> other;
    };
  }

  private AttributeProto attribute(AttributeProto proto) {
    boolean named =
        proto.getType() == AttributeProto.AttributeType.INT
            && TYPE_ATTRIBUTES.contains(proto.getName());
    return named ? proto.toBuilder().setI(number(proto.getI())).build() : proto;
  }

  private TensorProto tensor(TensorProto proto) {
    ModelSource here = new ModelSource(graph.name(), Optional.empty());
    return TensorCodec.read(proto, here)
        .filter(tensor -> replaced.contains(tensor.dtype()))
        .map(tensor -> TensorCodec.write(proto.getName(), tensor(tensor)))
        .orElse(proto);
  }

  private Tensor tensor(Tensor tensor) {
    if (!replaced.contains(tensor.dtype())) {
      return tensor;
    }
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      if (Float.isInfinite(values[i]) && Double.isFinite(tensor.getDouble(i))) {
        values[i] = Math.copySign(Float.MAX_VALUE, values[i]);
      }
    }
    return Tensor.of(tensor.shape(), values);
  }

  private TypeProto type(TypeProto proto) {
    TypeProto.Builder result = proto.toBuilder();
    return switch (proto.getValueCase()) {
      case TENSOR_TYPE -> {
        result
            .getTensorTypeBuilder()
            .setElemType((int) number(proto.getTensorType().getElemType()));
        yield result.build();
      }
      case SPARSE_TENSOR_TYPE -> {
        result
            .getSparseTensorTypeBuilder()
            .setElemType((int) number(proto.getSparseTensorType().getElemType()));
        yield result.build();
      }
      case SEQUENCE_TYPE -> {
        result.getSequenceTypeBuilder().setElemType(type(proto.getSequenceType().getElemType()));
        yield result.build();
      }
      case OPTIONAL_TYPE -> {
        result.getOptionalTypeBuilder().setElemType(type(proto.getOptionalType().getElemType()));
        yield result.build();
      }
      case MAP_TYPE -> {
        result.getMapTypeBuilder().setValueType(type(proto.getMapType().getValueType()));
        yield result.build();
      }
      case OPAQUE_TYPE, VALUE_NOT_SET -> proto;
    };
  }
}
