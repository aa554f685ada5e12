package io.plumbline.pipeline.split;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Clip;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the parts of a value in its place. With n parts, H = high − low and k from 0 to n − 1
 *
 * <pre>
 *   clip(v, low, high) = 1/n · Σ_k clip(n·v − (n − 1)·low − k·H, low, high)
 * </pre>
 *
 * since at most one part is between its limits: those below are at the upper one, those above at
 * the lower one. The filters of the writer stand n times one after the other, with weights n·W and
 * biases n·b − (n − 1)·low − k·H, and the readers have n times the weights, each divided by n. A
 * window that reaches over the edge reads zeros of each part, whose mean is zero.
 */
final class SplitGraph {
  static final int WEIGHTS = 1;
  static final int BIAS = 2;

  private static final String REASON = "parts of a range";

  private final Graph graph;
  private final RangeSplit split;
  private final Names names;
  private final GraphPatch patch = new GraphPatch(REASON);

  private SplitGraph(Graph graph, RangeSplit split) {
    this.graph = graph;
    this.split = split;
    this.names = Names.of(graph);
  }

  static Graph apply(Graph graph, RangeSplit split) {
    return new SplitGraph(graph, split).apply();
  }

  private Graph apply() {
    Node writer = graph.node(split.writer());
    Node clip = graph.producer(split.value()).orElseThrow();
    String sum = parts(writer.output());
    String value = parts(split.value());
    List<String> inputs = new ArrayList<>(writer.inputs());
    inputs.set(WEIGHTS, constant(writer.input(WEIGHTS), filters(writer)));
    Tensor biases = biases(writer, (Clip) clip.op());
    if (writer.hasInput(BIAS)) {
      inputs.set(BIAS, constant(writer.input(BIAS), biases));
    } else {
      String bias = names.value(writer.output() + "_bias");
      patch.constant(bias, biases);
      inputs.subList(BIAS, inputs.size()).clear();
      inputs.add(bias);
    }
    patch.replace(writer, writer.withInputs(inputs).withOutputs(List.of(sum)));
    patch.replace(clip, clip.withInputs(List.of(sum)).withOutputs(List.of(value)));
    for (String name : split.readers()) {
      Node reader = graph.node(name);
      List<String> read = new ArrayList<>(reader.inputs());
      read.set(0, value);
      read.set(WEIGHTS, constant(reader.input(WEIGHTS), columns(reader)));
      patch.replace(reader, reader.withInputs(read));
    }
    return patch.apply(graph);
  }

  /** A name for the parts of a value, which are as many channels for each of its own. */
  private String parts(String value) {
    TensorType type = graph.tensorType(value).orElseThrow();
    long[] dims = type.shape().toArray();
    dims[1] *= split.parts();
    String name = names.value(value + "_parts");
    patch.type(name, TensorType.of(type.dtype(), Shape.of(dims)));
    return name;
  }

  /** A name for other numbers in place of a constant; one that others read as well stays. */
  private String constant(String constant, Tensor numbers) {
    boolean own = graph.consumers(constant).size() == 1 && !graph.outputs().contains(constant);
    String name = own ? constant : names.value(constant + "_parts");
    patch.constant(name, numbers);
    return name;
  }

  /** The weights of the writer, [n·M, …]. */
  private Tensor filters(Node writer) {
    Tensor weights = graph.constant(writer.input(WEIGHTS)).orElseThrow();
    int filter = Math.toIntExact(weights.elements() / weights.shape().dim(0));
    return repeated(weights, 0, filter, split.parts());
  }

  /** The weights of a reader, [M, n·C, …]. */
  private Tensor columns(Node reader) {
    Tensor weights = graph.constant(reader.input(WEIGHTS)).orElseThrow();
    Shape shape = weights.shape();
    int taps = Math.toIntExact(weights.elements() / (shape.dim(0) * shape.dim(1)));
    return repeated(weights, 1, taps, 1f / split.parts());
  }

  /** Each block of numbers n times, multiplied by a power of two, along an axis. */
  private Tensor repeated(Tensor tensor, int axis, int block, float factor) {
    float[] numbers = tensor.toFloats();
    float[] all = new float[numbers.length * split.parts()];
    for (int i = 0; i < all.length; i++) {
      int from = i / (block * split.parts()) * block + i % block;
      all[i] = numbers[from] * factor;
    }
    long[] dims = tensor.shape().toArray();
    dims[axis] *= split.parts();
    return Tensor.of(Shape.of(dims), all);
  }

  private Tensor biases(Node writer, Clip limits) {
    int filters = graph.constant(writer.input(WEIGHTS)).orElseThrow().shape().intDim(0);
    float[] biases = new float[filters * split.parts()];
    double range = (double) limits.maximum() - limits.minimum();
    for (int i = 0; i < biases.length; i++) {
      int part = i % split.parts();
      biases[i] =
          (float)
              (split.parts() * bias(writer, i / split.parts())
                  - (split.parts() - 1) * (double) limits.minimum()
                  - part * range);
    }
    return Tensor.of(Shape.of(biases.length), biases);
  }

  private double bias(Node writer, int filter) {
    return writer.hasInput(BIAS)
        ? graph.constant(writer.input(BIAS)).orElseThrow().getDouble(filter)
        : 0;
  }
}
