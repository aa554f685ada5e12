package io.plumbline.formats.program;

import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorShapeProto;
import io.plumbline.formats.wire.TypeProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Program values as typed ONNX values: index, layout and quantization parameters are their
 * metadata.
 */
final class ValueWire {
  /** A value and its place in the program. */
  record Indexed(int index, ProgramValue value) {}

  private ValueWire() {}

  static ValueInfoProto write(int index, ProgramValue value) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : value.shape().toArray()) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    ValueInfoProto.Builder proto =
        ValueInfoProto.newBuilder()
            .setName(value.name())
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(ElementType.number(value.dtype()))
                            .setShape(shape)))
            .addMetadataProps(entry(ContainerFormat.INDEX, Integer.toString(index)))
            .addMetadataProps(entry(ContainerFormat.LAYOUT, value.layout().name()));
    value.params().ifPresent(params -> write(params, proto));
    return proto.build();
  }

  private static void write(QuantParams params, ValueInfoProto.Builder proto) {
    float[] scales = params.scales();
    String scaleList =
        IntStream.range(0, scales.length)
            .mapToObj(i -> Float.toString(scales[i]))
            .collect(Collectors.joining(","));
    String zeroPoints =
        Arrays.stream(params.zeroPoints())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    proto
        .setDocString(params.toString())
        .addMetadataProps(entry(ContainerFormat.SCALE, scaleList))
        .addMetadataProps(entry(ContainerFormat.ZERO_POINT, zeroPoints));
    if (!params.isPerTensor()) {
      proto.addMetadataProps(entry(ContainerFormat.AXIS, Integer.toString(params.axis())));
    }
  }

  static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  static Indexed read(ValueInfoProto proto) {
    String name = proto.getName();
    Map<String, String> metadata = metadata(proto.getMetadataPropsList());
    TypeProto.Tensor type = proto.getType().getTensorType();
    DType dtype = TensorWire.dtype(type.getElemType(), name);
    Shape shape =
        Shape.of(
            type.getShape().getDimList().stream()
                .map(TensorShapeProto.Dimension::getDimValue)
                .toList());
    if (shape.elements() > Integer.MAX_VALUE) {
      throw new MalformedProgram("'%s' has %d elements".formatted(name, shape.elements()));
    }
    Layout layout = Layout.valueOf(required(metadata, ContainerFormat.LAYOUT, name));
    int index = Integer.parseInt(required(metadata, ContainerFormat.INDEX, name));
    return new Indexed(
        index, new ProgramValue(name, dtype, shape, layout, params(metadata, dtype, name)));
  }

  private static Optional<QuantParams> params(
      Map<String, String> metadata, DType dtype, String name) {
    if (!metadata.containsKey(ContainerFormat.SCALE)) {
      return Optional.empty();
    }
    String[] scaleList = required(metadata, ContainerFormat.SCALE, name).split(",", -1);
    float[] scales = new float[scaleList.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = Float.parseFloat(scaleList[i]);
    }
    int[] zeroPoints =
        Arrays.stream(required(metadata, ContainerFormat.ZERO_POINT, name).split(",", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
    if (metadata.containsKey(ContainerFormat.AXIS)) {
      int axis = Integer.parseInt(required(metadata, ContainerFormat.AXIS, name));
      return Optional.of(QuantParams.perChannel(dtype, scales, zeroPoints, axis));
    }
    if (scales.length != 1 || zeroPoints.length != 1) {
      throw new MalformedProgram("'%s' has %d scales and no axis".formatted(name, scales.length));
    }
    return Optional.of(QuantParams.perTensor(dtype, scales[0], zeroPoints[0]));
  }

  static Map<String, String> metadata(List<StringStringEntryProto> entries) {
    Map<String, String> metadata = new LinkedHashMap<>();
    entries.forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    return metadata;
  }

  static String required(Map<String, String> metadata, String key, String where) {
    String value = metadata.get(key);
    if (value == null) {
      throw new MalformedProgram("'%s' lacks the entry '%s'".formatted(where, key));
    }
    return value;
  }
}
