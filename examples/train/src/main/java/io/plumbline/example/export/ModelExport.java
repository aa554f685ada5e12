package io.plumbline.example.export;

import io.plumbline.example.network.BatchNorm;
import io.plumbline.example.network.Convolution;
import io.plumbline.example.network.DepthwiseConvolution;
import io.plumbline.example.network.Layer;
import io.plumbline.example.network.MeanPool;
import io.plumbline.example.network.Rectifier;
import io.plumbline.example.network.Residual;
import io.plumbline.example.network.Stack;
import io.plumbline.example.picture.Picture;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.GlobalAveragePool;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The trained network as a graph: input {@code input} f32 [1, 3, 48, 48], output {@code logits} f32
 * [1, classes], batch normalization as nodes of its own.
 */
final class ModelExport {
  private static final long OPSET = 17;
  private static final String INPUT = "input";
  private static final String OUTPUT = "logits";

  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private int convolutions;
  private int residuals;

  private ModelExport() {}

  static Graph graph(Stack network, int classes) {
    ModelExport export = new ModelExport();
    export.stack(network, INPUT);
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    types.put(INPUT, TensorType.of(DType.FLOAT32, Shape.of(1, 3, Picture.SIZE, Picture.SIZE)));
    types.put(OUTPUT, TensorType.of(DType.FLOAT32, Shape.of(1, classes)));
    return new Graph(
        "shapes",
        ModelInfo.ofOpset(OPSET),
        List.of(INPUT),
        List.of(OUTPUT),
        export.nodes,
        export.constants,
        types);
  }

  private String stack(Stack stack, String input) {
    String value = input;
    for (Layer layer : stack.layers()) {
      value = layer(layer, value);
    }
    return value;
  }

  private String layer(Layer layer, String input) {
    return switch (layer) {
      case Convolution dense when dense.bias().isPresent() -> classifier(dense, input);
      case Convolution dense -> convolution(dense, input);
      case DepthwiseConvolution depthwise -> depthwise(depthwise, input);
      case BatchNorm norm -> normalization(norm, input);
      case Rectifier rectifier -> rectifier(rectifier, input);
      case MeanPool _ ->
          node("flatten", new Flatten(1), node("pool", new GlobalAveragePool(), input));
      case Residual residual -> residual(residual, input);
      case Stack inner -> stack(inner, input);
    };
  }

  private String convolution(Convolution layer, String input) {
    String name = "conv" + ++convolutions;
    int taps = layer.kernel() * layer.kernel();
    float[] source = layer.weights().toArray();
    float[] target = new float[source.length];
    for (int i = 0; i < source.length; i++) {
      int output = i % layer.outputs();
      int channel = i / layer.outputs() % layer.inputs();
      int tap = i / layer.outputs() / layer.inputs();
      target[(output * layer.inputs() + channel) * taps + tap] = source[i];
    }
    Shape shape = Shape.of(layer.outputs(), layer.inputs(), layer.kernel(), layer.kernel());
    String weights = constant(name + ".weight", Tensor.of(shape, target));
    return node(name, new Conv(window(layer.kernel(), layer.stride()), 1), input, weights);
  }

  private String depthwise(DepthwiseConvolution layer, String input) {
    String name = "conv" + ++convolutions;
    int kernel = DepthwiseConvolution.KERNEL;
    float[] source = layer.weights().toArray();
    float[] target = new float[source.length];
    for (int i = 0; i < source.length; i++) {
      target[i % layer.channels() * kernel * kernel + i / layer.channels()] = source[i];
    }
    Shape shape = Shape.of(layer.channels(), 1, kernel, kernel);
    String weights = constant(name + ".weight", Tensor.of(shape, target));
    return node(name, new Conv(window(kernel, layer.stride()), layer.channels()), input, weights);
  }

  private String normalization(BatchNorm layer, String input) {
    String name = "norm" + convolutions;
    return node(
        name,
        new BatchNormalization(BatchNorm.EPSILON),
        input,
        vector(name + ".scale", layer.scale().toArray()),
        vector(name + ".bias", layer.shift().toArray()),
        vector(name + ".mean", layer.mean()),
        vector(name + ".variance", layer.variance()));
  }

  private String rectifier(Rectifier layer, String input) {
    return Float.isInfinite(layer.limit())
        ? node("relu" + convolutions, new Unary(UnaryFunction.RELU), input)
        : node("clip" + convolutions, new Clip(0, layer.limit()), input);
  }

  private String residual(Residual layer, String input) {
    String branch = stack(layer.body(), input);
    return node("add" + ++residuals, new Binary(BinaryFunction.ADD), input, branch);
  }

  private String classifier(Convolution layer, String input) {
    Shape shape = Shape.of(layer.inputs(), layer.outputs());
    String weights = constant("classifier.weight", Tensor.of(shape, layer.weights().toArray()));
    String bias = vector("classifier.bias", layer.bias().orElseThrow().toArray());
    Op op = new Gemm(1, 1, false, false);
    nodes.add(Node.original("classifier", op, List.of(input, weights, bias), List.of(OUTPUT)));
    return OUTPUT;
  }

  private String node(String name, Op op, String... inputs) {
    nodes.add(Node.original(name, op, List.of(inputs), List.of(name + ".out")));
    return name + ".out";
  }

  private String vector(String name, float[] values) {
    return constant(name, Tensor.of(Shape.of(values.length), values));
  }

  private String constant(String name, Tensor value) {
    constants.put(name, value);
    return name;
  }

  private static Window window(int kernel, int stride) {
    int padding = (kernel - 1) / 2;
    return new Window(
        List.of(kernel, kernel),
        List.of(stride, stride),
        List.of(1, 1),
        List.of(padding, padding, padding, padding),
        Window.AutoPad.EXPLICIT);
  }
}
