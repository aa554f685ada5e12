package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.CaffeSource;
import io.plumbline.formats.caffe.prototxt.LayerText;
import io.plumbline.formats.caffe.prototxt.NetText;
import io.plumbline.formats.caffe.prototxt.StatedShape;
import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** The inputs of a network with their shapes: those stated, unless others are given. */
final class NetInputs {
  private NetInputs() {}

  /**
   * @param computing the layers that may read inputs; an input none of them reads is left out
   */
  static SequencedMap<String, Shape> of(
      NetText net, List<LayerText> computing, Map<String, Shape> given, CaffeSource source) {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    for (NetText.InputText input : read(net, computing)) {
      if (shapes.put(input.name(), shape(input, given, source)) != null) {
        throw source.bad(
            "caffe.input", "two inputs are named '" + input.name() + "'", "rename one of them");
      }
    }
    return shapes;
  }

  /** The names alone. */
  static List<String> names(NetText net, List<LayerText> computing) {
    return read(net, computing).stream().map(NetText.InputText::name).toList();
  }

  private static List<NetText.InputText> read(NetText net, List<LayerText> computing) {
    Set<String> read = new HashSet<>();
    computing.forEach(layer -> read.addAll(layer.bottoms()));
    return declared(net).stream().filter(input -> read.contains(input.name())).toList();
  }

  private static List<NetText.InputText> declared(NetText net) {
    List<NetText.InputText> inputs = new ArrayList<>(net.inputs());
    for (LayerText layer : net.layers()) {
      if (LayerCatalogue.isInput(layer)) {
        for (int top = 0; top < layer.tops().size(); top++) {
          inputs.add(new NetText.InputText(layer.tops().get(top), stated(layer, top)));
        }
      }
    }
    return inputs;
  }

  /** The shape of a top of an input layer as far as the prototxt states it. */
  private static Optional<Shape> stated(LayerText layer, int top) {
    TextMessage fields = layer.fields();
    return switch (layer.type()) {
      case "Input" -> shape(fields.message("input_param"), top);
      case "DummyData" -> dummy(fields.message("dummy_data_param"), top);
      case "MemoryData" ->
          top == 0 ? memory(fields.message("memory_data_param")) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Shape> shape(TextMessage parameters, int top) {
    List<TextMessage> shapes = parameters.messages("shape");
    if (shapes.isEmpty()) {
      return Optional.empty();
    }
    TextMessage shape = shapes.get(Math.min(top, shapes.size() - 1));
    return shape.has("dim") ? Optional.of(StatedShape.of(shape)) : Optional.empty();
  }

  private static Optional<Shape> dummy(TextMessage parameters, int top) {
    List<Long> num = parameters.integers("num");
    if (num.isEmpty()) {
      return shape(parameters, top);
    }
    List<Long> dims = new ArrayList<>();
    for (String field : List.of("num", "channels", "height", "width")) {
      List<Long> values = parameters.integers(field);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      dims.add(values.get(Math.min(top, values.size() - 1)));
    }
    return Optional.of(StatedShape.of(dims, parameters));
  }

  private static Optional<Shape> memory(TextMessage parameters) {
    List<Long> dims = new ArrayList<>();
    for (String field : List.of("batch_size", "channels", "height", "width")) {
      if (!parameters.has(field)) {
        return Optional.empty();
      }
      dims.add(parameters.integer(field, 0));
    }
    return Optional.of(StatedShape.of(dims, parameters));
  }

  private static Shape shape(
      NetText.InputText input, Map<String, Shape> given, CaffeSource source) {
    Shape wanted = given.get(input.name());
    if (wanted != null && !StatedShape.fits(AffineLayers.dims(wanted))) {
      throw new BadConfigurationException(
          "shape.form",
          "-i " + input.name(),
          "the shape %s has an extent of 0 or more than 2^31-1 elements".formatted(wanted),
          "correct the shape");
    }
    if (wanted != null) {
      return wanted;
    }
    return input
        .shape()
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "shape.missing",
                    source.name(),
                    "the prototxt states no shape for its input '%s'".formatted(input.name()),
                    "give it, for instance: -i %s 1x3x224x224".formatted(input.name())));
  }
}
