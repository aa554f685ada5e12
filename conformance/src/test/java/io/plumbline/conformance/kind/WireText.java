package io.plumbline.conformance.kind;

import com.google.protobuf.ByteString;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.TensorShapeProto;
import io.plumbline.formats.wire.TypeProto;
import io.plumbline.formats.wire.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What words mean in an ONNX file. */
final class WireText {
  private static final Map<String, Integer> TYPES =
      Map.ofEntries(
          Map.entry("f32", 1),
          Map.entry("u8", 2),
          Map.entry("i8", 3),
          Map.entry("u16", 4),
          Map.entry("i16", 5),
          Map.entry("i32", 6),
          Map.entry("i64", 7),
          Map.entry("bool", 9),
          Map.entry("f16", 10),
          Map.entry("f64", 11),
          Map.entry("bf16", 16),
          Map.entry("f8e4m3", 17),
          Map.entry("i4", 22));

  private WireText() {}

  /** Extents between commas; {@code -} is a scalar. */
  static List<Long> extents(String word) {
    return word.equals("-")
        ? List.of()
        : Words.split(word, ',').stream().map(Long::parseLong).toList();
  }

  static int count(List<Long> extents) {
    return Math.toIntExact(extents.stream().reduce(1L, (a, b) -> a * b));
  }

  /** A value of a type; one without extents has no shape. */
  static ValueInfoProto value(String name, List<String> type) {
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(elementType(type.getFirst()));
    if (type.size() > 1) {
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      extents(type.get(1)).forEach(extent -> shape.addDimBuilder().setDimValue(extent));
      tensor.setShape(shape);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  static TensorProto tensor(String name, String type, List<Long> extents, double[] numbers) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(elementType(type)).addAllDims(extents);
    switch (type) {
      case "f32" -> Arrays.stream(numbers).forEach(number -> tensor.addFloatData((float) number));
      case "f64" -> Arrays.stream(numbers).forEach(tensor::addDoubleData);
      case "i64" -> Arrays.stream(numbers).forEach(number -> tensor.addInt64Data((long) number));
      case "f16" ->
          Arrays.stream(numbers).forEach(number -> tensor.addInt32Data(half((float) number)));
      case "bf16" ->
          Arrays.stream(numbers)
              .forEach(
                  number -> tensor.addInt32Data(Float.floatToRawIntBits((float) number) >>> 16));
      case "i4" -> {
        for (int index = 0; index < numbers.length; index += 2) {
          int high = index + 1 < numbers.length ? (int) numbers[index + 1] & 15 : 0;
          tensor.addInt32Data(((int) numbers[index] & 15) | (high << 4));
        }
      }
      default -> Arrays.stream(numbers).forEach(number -> tensor.addInt32Data((int) number));
    }
    return tensor.build();
  }

  private static int half(float number) {
    return Float.floatToFloat16(number) & 0xFFFF;
  }

  /**
   * {@code TYPE INPUTS -> OUTPUTS KEY=VALUE …}; a type of another domain is {@code DOMAIN:TYPE},
   * and {@code #NAME} names the node, which else has the name of its first output.
   */
  static NodeProto node(List<String> words, Map<String, GraphProto> graphs) {
    NodeProto.Builder node = NodeProto.newBuilder();
    List<String> type = Words.split(words.getFirst(), ':');
    node.setOpType(type.getLast());
    if (type.size() > 1) {
      node.setDomain(type.getFirst());
    }
    int arrow = words.indexOf("->");
    if (arrow > 1) {
      node.addAllInput(Words.names(words.get(1)));
    }
    node.addAllOutput(Words.names(words.get(arrow + 1)));
    node.setName(node.getOutput(0));
    for (String attribute : words.subList(arrow + 2, words.size())) {
      if (attribute.startsWith("#")) {
        node.setName(Words.name(attribute.substring(1)));
        continue;
      }
      int equals = attribute.indexOf('=');
      node.addAttribute(
          attribute(attribute.substring(0, equals), attribute.substring(equals + 1), graphs));
    }
    return node.build();
  }

  /**
   * A graph {@code @NAME}, a string {@code 'TEXT'}, a tensor <code>{TYPE;EXTENTS;NUMBERS}</code>, a
   * list {@code [1,2]}, a whole number or a number with a point.
   */
  private static AttributeProto attribute(
      String name, String value, Map<String, GraphProto> graphs) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    String inner = value.substring(1, Math.max(1, value.length() - 1));
    switch (value.charAt(0)) {
      case '@' ->
          attribute
              .setType(AttributeProto.AttributeType.GRAPH)
              .setG(Objects.requireNonNull(graphs.get(value.substring(1))));
      case '\'' ->
          attribute
              .setType(AttributeProto.AttributeType.STRING)
              .setS(ByteString.copyFromUtf8(inner));
      case '{' -> {
        List<String> parts = Words.split(inner, ';');
        List<Long> extents = extents(parts.get(1));
        double[] numbers = new Numbers("=", List.of(parts.get(2))).make(count(extents), 0);
        attribute
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(tensor("", parts.getFirst(), extents, numbers));
      }
      case '[' -> attribute.setType(AttributeProto.AttributeType.INTS).addAllInts(extents(inner));
      default -> {
        if (value.contains(".")) {
          attribute.setType(AttributeProto.AttributeType.FLOAT).setF(Float.parseFloat(value));
        } else {
          attribute.setType(AttributeProto.AttributeType.INT).setI(Long.parseLong(value));
        }
      }
    }
    return attribute.build();
  }

  private static int elementType(String word) {
    Integer type = TYPES.get(word);
    if (type == null) {
      throw new IllegalArgumentException("no element type " + word);
    }
    return type;
  }
}
