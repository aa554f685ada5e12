package io.plumbline.conformance.mask;

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
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;

/**
 * Attention over {@value #TOKENS} tokens of {@value #WIDTH} numbers, but for what a case adds:
 * scores {@code s} [1, 6, 6] of the input {@code x} [1, 6, 8], and values {@code v} [1, 6, 8].
 * Nodes are named like what they compute.
 */
final class MaskedNet {
  static final int TOKENS = 6;
  static final int WIDTH = 8;

  private final int opset;
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();

  private MaskedNet(int opset) {
    this.opset = opset;
  }

  /** The net up to its scores and values. */
  static MaskedNet of(int opset) {
    Random random = new Random(5);
    return new MaskedNet(opset)
        .input("x", DType.FLOAT32, 1, TOKENS, WIDTH)
        .weights("wq", random)
        .weights("wk", random)
        .weights("wv", random)
        .op("q", "MatMul", "x wq")
        .op("k", "MatMul", "x wk")
        .op("v", "MatMul", "x wv")
        .op("kt", "Transpose", "k", "perm", 0, 2, 1)
        .op("s", "MatMul", "q kt");
  }

  private MaskedNet weights(String name, Random random) {
    float[] values = new float[WIDTH * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * 0.45);
    }
    return constant(name, Tensor.of(Shape.of(WIDTH, WIDTH), values));
  }

  MaskedNet input(String name, DType dtype, long... dims) {
    inputs.add(name);
    types.put(name, TensorType.of(dtype, Shape.of(dims)));
    return this;
  }

  MaskedNet constant(String name, Tensor tensor) {
    constants.put(name, tensor);
    return this;
  }

  MaskedNet number(String name, float value) {
    return constant(name, Tensor.scalar(value));
  }

  MaskedNet whole(String name, long... values) {
    return constant(name, Tensor.of(Shape.of(values.length), values));
  }

  /** A constant [1, 6, 6] of 0 up to the diagonal, and of something else above. */
  MaskedNet causal(String name, float above) {
    float[] values = new float[TOKENS * TOKENS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % TOKENS > i / TOKENS ? above : 0;
    }
    return constant(name, Tensor.of(Shape.of(1, TOKENS, TOKENS), values));
  }

  /**
   * @param from names of inputs
   * @param numbers of the attribute: a list, or a number where the name begins with {@code =}
   */
  MaskedNet op(String name, String type, String from, String attribute, long... numbers) {
    SequencedMap<String, Attribute> attributes = new LinkedHashMap<>();
    if (attribute.startsWith("=")) {
      attributes.put(attribute.substring(1), new Attribute.IntValue(numbers[0]));
    } else if (!attribute.isEmpty()) {
      List<Long> list = new ArrayList<>();
      for (long number : numbers) {
        list.add(number);
      }
      attributes.put(attribute, new Attribute.Ints(list));
    }
    List<String> names = name.equals("top") ? List.of("top", "positions") : List.of(name);
    nodes.add(
        Node.original(name, new OpaqueOp("", type, attributes), List.of(from.split(" ")), names));
    return this;
  }

  MaskedNet op(String name, String type, String from) {
    return op(name, type, from, "");
  }

  /** Softmax of masked scores {@code a}, and the values it weighs as the output. */
  MaskedNet attend(String scores) {
    return op("p", "Softmax", scores, "=axis", -1).op("y", "MatMul", "p v").output("y");
  }

  MaskedNet output(String... names) {
    outputs.addAll(List.of(names));
    return this;
  }

  Graph graph() {
    return new Graph("masked", ModelInfo.ofOpset(opset), inputs, outputs, nodes, constants, types);
  }

  /** Numbers for every input; a mask leaves between 3 and 6 tokens, by the seed. */
  Map<String, Tensor> sample(long seed) {
    Random random = new Random(seed);
    SequencedMap<String, Tensor> sample = new LinkedHashMap<>();
    int kept = 3 + (int) (seed % 4);
    for (String input : inputs) {
      TensorType type = (TensorType) types.get(input);
      Shape shape = Objects.requireNonNull(type).shape();
      float[] values = new float[(int) shape.elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = input.equals("x") ? (float) random.nextGaussian() : i % TOKENS < kept ? 1 : 0;
      }
      sample.put(
          input,
          tensor(
              type,
              switch (input) {
                case "additive" -> added(values, -1e9f);
                case "infinite" -> added(values, Float.NEGATIVE_INFINITY);
                default -> values;
              }));
    }
    return sample;
  }

  private static float[] added(float[] keep, float low) {
    float[] mask = new float[keep.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = keep[i] == 1 ? 0 : low;
    }
    return mask;
  }

  private static Tensor tensor(TensorType type, float[] values) {
    if (type.dtype() == DType.FLOAT32) {
      return Tensor.of(type.shape(), values);
    }
    Tensor tensor = Tensor.allocate(type.dtype(), type.shape());
    int bytes = type.dtype().bytes();
    for (int i = 0; i < values.length; i++) {
      tensor.data().set(ValueLayout.JAVA_BYTE, (long) i * bytes, (byte) values[i]);
    }
    return tensor;
  }
}
