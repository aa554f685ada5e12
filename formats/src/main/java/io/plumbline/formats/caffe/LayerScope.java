package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.LayerText;
import io.plumbline.formats.caffe.prototxt.StatedShape;
import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the translation of one layer sees: its text, its bottoms, its weights; and what it makes.
 */
final class LayerScope {
  private final LayerText layer;
  private final List<Blob> bottoms;
  private final List<Weight> weights;
  private final NetBuilder net;
  private final List<Node> nodes = new ArrayList<>();

  LayerScope(LayerText layer, List<Blob> bottoms, List<Weight> weights, NetBuilder net) {
    this.layer = layer;
    this.bottoms = List.copyOf(bottoms);
    this.weights = List.copyOf(weights);
    this.net = net;
  }

  LayerText layer() {
    return layer;
  }

  /** The message with a layer type's own parameters. */
  TextMessage parameters(String field) {
    return layer.fields().message(field);
  }

  List<Blob> bottoms() {
    return bottoms;
  }

  /** The only bottom. */
  Blob bottom() {
    requireBottoms(1, 1);
    return bottoms.getFirst();
  }

  void requireBottoms(int fewest, int most) {
    if (bottoms.size() < fewest || bottoms.size() > most) {
      throw bad(
          "%d bottoms; %s are expected"
              .formatted(bottoms.size(), fewest == most ? fewest : fewest + " to " + most),
          "correct the layer's bottoms");
    }
  }

  int weightCount() {
    return weights.size();
  }

  /**
   * A learned blob as a constant of the wanted shape; the file may state the same number of
   * elements in another one.
   *
   * @param role what it is to the layer, such as {@code bias}
   */
  String weight(int index, String role, long... wanted) {
    return constant(role, weightTensor(index, role, wanted));
  }

  Tensor weightTensor(int index, String role, long... wanted) {
    List<Long> dims = java.util.Arrays.stream(wanted).boxed().toList();
    if (!StatedShape.fits(dims)) {
      throw bad("%s of impossible shape %s".formatted(role, dims), "correct the layer");
    }
    Shape shape = Shape.of(wanted);
    if (index >= weights.size()) {
      throw bad(
          "the caffemodel has no %s (blob %d, %s) for it%s"
              .formatted(role, index, shape, net.nearestUnusedWeights(layer.name())),
          "give the caffemodel that was trained with this prototxt");
    }
    Weight weight = weights.get(index);
    if (weight.data().elements() != shape.elements()) {
      throw bad(
          "its %s (blob %d) must be %s, the caffemodel has %s"
              .formatted(role, index, shape, weight.shape()),
          "give the caffemodel that was trained with this prototxt");
    }
    return weight.data().reshape(shape);
  }

  /** Adds a constant whose name tells the layer and the role. */
  String constant(String role, Tensor tensor) {
    return net.constant(layer.name() + "." + role, tensor);
  }

  String number(String role, float value) {
    return constant(role, Tensor.scalar(value));
  }

  String integers(String role, long... values) {
    return constant(role, Tensor.of(Shape.of(values.length), values));
  }

  /** Adds a node with one result. */
  Blob node(String type, Shape result, Attributes attributes, String... inputs) {
    String value = output(result);
    add(type, attributes, List.of(inputs), List.of(value));
    return new Blob(value, result);
  }

  /** Adds a node of several results. */
  List<Blob> nodes(String type, List<Shape> results, Attributes attributes, String... inputs) {
    List<Blob> blobs = results.stream().map(shape -> new Blob(output(shape), shape)).toList();
    add(type, attributes, List.of(inputs), blobs.stream().map(Blob::value).toList());
    return blobs;
  }

  private String output(Shape shape) {
    require(shape);
    return net.freshValue(layer.name() + "." + nodes.size());
  }

  private void add(String type, Attributes attributes, List<String> inputs, List<String> outputs) {
    nodes.add(
        new Node(
            layer.name() + "." + nodes.size(),
            new OpaqueOp("", type, attributes.map()),
            inputs,
            outputs,
            List.of(layer.name())));
  }

  /**
   * Refuses shapes that Caffe could not count.
   *
   * @return the shape
   */
  Shape require(Shape shape) {
    List<Long> dims = java.util.Arrays.stream(shape.toArray()).boxed().toList();
    if (!StatedShape.fits(dims)) {
      throw bad(
          "its result would be %s; extents are at least 1, their product is below 2^31"
              .formatted(dims),
          "check the input's shape and the layer's parameters");
    }
    return shape;
  }

  /**
   * The shape with these extents.
   *
   * @throws BadModelException when it is none
   */
  Shape shape(List<Long> dims) {
    if (!StatedShape.fits(dims)) {
      throw bad(
          "its result would be %s; extents are at least 1, their product is below 2^31"
              .formatted(dims),
          "check the input's shape and the layer's parameters");
    }
    return Shape.of(dims);
  }

  /** An axis as written, which may count from the end. */
  int axis(long written, int rank) {
    if (written < -rank || written >= rank) {
      throw bad(
          "axis %d of a blob of %d axes".formatted(written, rank), "correct the layer's axis");
    }
    return (int) (written < 0 ? written + rank : written);
  }

  /** A parameter that counts something. */
  long count(TextMessage parameters, String field, long absent) {
    return within(parameters, field, absent, 1, Integer.MAX_VALUE);
  }

  long within(TextMessage parameters, String field, long absent, long lowest, long highest) {
    long value = parameters.integer(field, absent);
    if (value < lowest || value > highest) {
      throw bad(
          "'%s' is %d; %d to %d is expected".formatted(field, value, lowest, highest),
          "correct the layer's " + field);
    }
    return value;
  }

  /** Reserves room for a constant that is computed from shapes rather than read. */
  void reserveGenerated(long elements) {
    net.reserveGenerated(elements, layer.name());
  }

  BadModelException bad(String message, String remedy) {
    return layer
        .fields()
        .source()
        .bad(
            "caffe.layer",
            layer.fields().line(),
            "layer '%s' (%s): %s".formatted(layer.name(), layer.type(), message),
            remedy);
  }

  UnsupportedException unsupported(String message, String remedy) {
    return new UnsupportedException(
        "caffe.unsupported",
        layer.fields().source().name() + ":" + layer.fields().line(),
        "layer '%s' (%s): %s".formatted(layer.name(), layer.type(), message),
        remedy);
  }

  List<Node> made() {
    return nodes;
  }
}
