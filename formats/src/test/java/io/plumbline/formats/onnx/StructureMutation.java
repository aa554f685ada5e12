package io.plumbline.formats.onnx;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import java.util.List;
import java.util.SplittableRandom;

/** Makes a well-formed message into one that says something wrong. */
final class StructureMutation {
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    7,
    -1,
    -2,
    -9,
    100,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final List<String> TYPES =
      List.of(
          "AveragePool",
          "BatchNormalization",
          "Cast",
          "Clip",
          "Concat",
          "Constant",
          "Conv",
          "ConvTranspose",
          "DequantizeLinear",
          "Dropout",
          "Flatten",
          "Gather",
          "Gemm",
          "LayerNormalization",
          "MaxPool",
          "Pad",
          "QuantizeLinear",
          "ReduceMean",
          "Reshape",
          "Shape",
          "Slice",
          "Softmax",
          "Split",
          "Squeeze",
          "Transpose",
          "Unsqueeze");
  private static final List<String> ATTRIBUTES =
      List.of(
          "axes",
          "axis",
          "ends",
          "kernel_shape",
          "pads",
          "perm",
          "split",
          "starts",
          "strides",
          "to",
          "value");

  private StructureMutation() {}

  static ModelProto apply(ModelProto original, SplittableRandom random) {
    ModelProto.Builder model = original.toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
      switch (random.nextInt(8)) {
        case 0 -> model.getOpsetImportBuilder(0).setVersion(random.nextInt(7, 24));
        case 1 -> tensor(graph, random);
        case 2 -> constantInput(graph, random);
        default -> {
          if (graph.getNodeCount() > 0) {
            node(graph.getNodeBuilder(random.nextInt(graph.getNodeCount())), random);
          }
        }
      }
      if (model.getOpsetImportCount() == 0) {
        return model.build();
      }
    }
    return model.build();
  }

  private static void tensor(GraphProto.Builder graph, SplittableRandom random) {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    TensorProto.Builder tensor =
        graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
    switch (random.nextInt(3)) {
      case 0 -> tensor.addDims(number(random));
      case 1 -> tensor.setDataType(random.nextInt(-1, 30));
      default -> tensor.clearDims();
    }
  }

  /** Turns an input into a constant of numbers, which then may be a parameter. */
  private static void constantInput(GraphProto.Builder graph, SplittableRandom random) {
    if (graph.getInputCount() == 0) {
      return;
    }
    String name = graph.getInput(random.nextInt(graph.getInputCount())).getName();
    int count = random.nextInt(0, 5);
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(7).addDims(count);
    for (int i = 0; i < count; i++) {
      tensor.addInt64Data(number(random));
    }
    graph.addInitializer(tensor);
  }

  private static void node(NodeProto.Builder node, SplittableRandom random) {
    switch (random.nextInt(6)) {
      case 0 -> node.setOpType(TYPES.get(random.nextInt(TYPES.size())));
      case 1 -> node.addAttribute(attribute(random));
      case 2 -> {
        if (node.getAttributeCount() > 0) {
          node.removeAttribute(random.nextInt(node.getAttributeCount()));
        }
      }
      case 3 -> {
        if (node.getInputCount() > 0) {
          List<String> inputs = List.copyOf(node.getInputList());
          node.clearInput().addAllInput(inputs.subList(0, random.nextInt(inputs.size())));
        }
      }
      case 4 -> {
        if (node.getInputCount() > 0) {
          node.setInput(random.nextInt(node.getInputCount()), "");
        }
      }
      default -> node.addOutput(random.nextBoolean() ? "" : "extra" + node.getOutputCount());
    }
  }

  private static AttributeProto attribute(SplittableRandom random) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())));
    switch (random.nextInt(4)) {
      case 0 -> attribute.setType(AttributeProto.AttributeType.INT).setI(number(random));
      case 1 -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF(random.nextInt());
      case 2 -> attribute.setType(AttributeProto.AttributeType.GRAPH);
      default -> {
        attribute.setType(AttributeProto.AttributeType.INTS);
        for (int i = random.nextInt(5); i > 0; i--) {
          attribute.addInts(number(random));
        }
      }
    }
    return attribute.build();
  }

  private static long number(SplittableRandom random) {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }
}
