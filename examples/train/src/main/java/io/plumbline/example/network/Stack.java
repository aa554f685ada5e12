package io.plumbline.example.network;

import java.util.List;

/** Layers one after the other. */
public record Stack(List<Layer> layers) implements Layer {
  public Stack {
    layers = List.copyOf(layers);
  }

  static Stack of(Layer... layers) {
    return new Stack(List.of(layers));
  }

  @Override
  public Activation forward(Activation input, Mode mode) {
    Activation value = input;
    for (Layer layer : layers) {
      value = layer.forward(value, mode);
    }
    return value;
  }

  @Override
  public void backward() {
    layers.reversed().forEach(Layer::backward);
  }

  @Override
  public List<Parameter> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }
}
