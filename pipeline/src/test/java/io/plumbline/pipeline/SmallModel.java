package io.plumbline.pipeline;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;

/** A model file of few nodes as an exporter writes it; every node is named after its result. */
final class SmallModel {
  private final long opset;
  private final SequencedMap<String, ValueType> inputs = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> declared = new LinkedHashMap<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Random random = new Random(7);

  SmallModel(long opset) {
    this.opset = opset;
  }

  SmallModel input(String name, long... dims) {
    inputs.put(name, TensorType.of(DType.FLOAT32, Shape.of(dims)));
    return this;
  }

  SmallModel constant(String name, Tensor tensor) {
    constants.put(name, tensor);
    return this;
  }

  /** Normally distributed numbers. */
  SmallModel weights(String name, long... dims) {
    return constant(name, normal(random, Shape.of(dims)));
  }

  static Tensor normal(Random random, Shape shape) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }

  /**
   * @param inputs separated by blanks
   * @param attributes names and longs, arrays of longs, texts or attributes in turn
   */
  SmallModel node(String type, String inputs, String output, Object... attributes) {
    SequencedMap<String, Attribute> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      map.put(
          String.valueOf(attributes[i]),
          switch (attributes[i + 1]) {
            case long[] many -> new Attribute.Ints(Arrays.stream(many).boxed().toList());
            case Number one -> new Attribute.IntValue(one.longValue());
            case Attribute given -> given;
            default -> new Attribute.StringValue(String.valueOf(attributes[i + 1]));
          });
    }
    List<String> read = inputs.isEmpty() ? List.of() : List.of(inputs.split(" ", -1));
    nodes.add(Node.original(output, new OpaqueOp("", type, map), read, List.of(output)));
    return this;
  }

  /** What the file says of a value between nodes. */
  SmallModel declared(String name, long... dims) {
    declared.put(name, TensorType.of(DType.FLOAT32, Shape.of(dims)));
    return this;
  }

  /** QuantizeLinear and DequantizeLinear with one scale. */
  SmallModel pair(String from, String to, float scale, DType integers, int zeroPoint) {
    return pair(from, to, Tensor.scalar(scale), Tensor.ofIntegers(integers, Shape.of(), zeroPoint));
  }

  SmallModel pair(String from, String to, Tensor scale, Tensor zeroPoint, Object... attributes) {
    constant(to + "_s", scale);
    constant(to + "_z", zeroPoint);
    String parameters = " " + to + "_s " + to + "_z";
    node("QuantizeLinear", from + parameters, to + "_q", attributes);
    return node("DequantizeLinear", to + "_q" + parameters, to, attributes);
  }

  Graph graph(String... outputs) {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(inputs);
    types.putAll(declared);
    return new Graph(
        "small",
        ModelInfo.ofOpset(opset),
        List.copyOf(inputs.keySet()),
        List.of(outputs),
        nodes,
        constants,
        types);
  }

  Path write(Path file, String... outputs) {
    OnnxWriter.write(graph(outputs), file);
    return file;
  }
}
