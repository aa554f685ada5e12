package io.plumbline.formats.caffe.prototxt;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network as the prototxt describes it, for the TEST phase.
 *
 * @param inputs declared before the layers, in the style that Input layers replaced
 */
public record NetText(String name, List<InputText> inputs, List<LayerText> layers) {
  /** An input, and its shape where one is stated. */
  public record InputText(String name, Optional<Shape> shape) {}

  public NetText {
    inputs = List.copyOf(inputs);
    layers = List.copyOf(layers);
  }

  public static NetText of(TextMessage net) {
    List<LayerText> layers = new ArrayList<>();
    for (TextMessage layer : net.messages("layers")) {
      layers.add(old(layer));
    }
    for (TextMessage layer : net.messages("layer")) {
      layers.add(layer(layer, layer.string("type").orElse("")));
    }
    if (layers.isEmpty()) {
      throw net.source()
          .bad(
              "caffe.no-layers",
              "this prototxt has no layers",
              "give the deploy prototxt of the network, not a solver or an .onnx file");
    }
    if (!net.messages("layers").isEmpty() && !net.messages("layer").isEmpty()) {
      throw net.source()
          .bad(
              "caffe.two-styles",
              "both 'layers' (V1) and 'layer' (V2) are used",
              "write all layers in one style");
    }
    return new NetText(
        net.string("name").orElse("caffe"),
        inputs(net),
        layers.stream().filter(layer -> PhaseRules.inTest(layer.fields())).toList());
  }

  private static LayerText old(TextMessage layer) {
    if (layer.has("layer")) {
      throw new UnsupportedException(
          "caffe.v0",
          layer.source().name() + ":" + layer.line(),
          "these are V0 layers, the style of Caffe before its first release",
          "upgrade the file with Caffe's upgrade_net_proto_text");
    }
    String word = layer.string("type").orElse("");
    return layer(layer, OldLayerTypes.today(word));
  }

  private static LayerText layer(TextMessage layer, String type) {
    String name = layer.string("name").orElse("");
    if (name.isEmpty() || type.isEmpty()) {
      throw layer
          .source()
          .bad(
              "caffe.layer",
              layer.line(),
              name.isEmpty() ? "a layer has no name" : "layer '%s' has no type".formatted(name),
              "name every layer and its type");
    }
    return new LayerText(name, type, layer.strings("bottom"), layer.strings("top"), layer);
  }

  private static List<InputText> inputs(TextMessage net) {
    List<String> names = net.strings("input");
    List<TextMessage> shapes = net.messages("input_shape");
    List<Long> dims = net.integers("input_dim");
    List<InputText> inputs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Optional<Shape> shape = Optional.empty();
      if (i < shapes.size()) {
        shape = Optional.of(StatedShape.of(shapes.get(i)));
      } else if (dims.size() >= 4 * (i + 1)) {
        shape = Optional.of(StatedShape.of(dims.subList(4 * i, 4 * i + 4), net));
      }
      inputs.add(new InputText(names.get(i), shape));
    }
    return inputs;
  }
}
