package io.plumbline.example.network;

import io.plumbline.example.picture.Motif;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A small network of depthwise-separable blocks and inverted residuals (M. Sandler et al.,
 * "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018, table 1, much reduced). The
 * activation before every depthwise convolution is a plain ReLU, the one after it a ReLU6.
 */
public final class Architecture {
  private Architecture() {}

  /** The network with fresh weights; input [n, 48, 48, 3]. */
  public static Stack build(Random random) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Convolution.stem(3, 16, 2, random));
    layers.add(new BatchNorm(16, false));
    layers.add(Rectifier.relu());
    depthwise(layers, 16, 1, random);
    pointwise(layers, 16, 24, true, random);
    depthwise(layers, 24, 2, random);
    pointwise(layers, 24, 40, false, random);
    layers.add(invertedResidual(40, 80, random));
    pointwise(layers, 40, 80, true, random);
    depthwise(layers, 80, 2, random);
    pointwise(layers, 80, 64, false, random);
    layers.add(invertedResidual(64, 128, random));
    pointwise(layers, 64, 128, true, random);
    layers.add(new MeanPool());
    layers.add(Convolution.classifier(128, Motif.values().length, random));
    return new Stack(layers);
  }

  private static Residual invertedResidual(int channels, int expanded, Random random) {
    List<Layer> layers = new ArrayList<>();
    pointwise(layers, channels, expanded, true, random);
    depthwise(layers, expanded, 1, random);
    pointwise(layers, expanded, channels, false, random);
    return new Residual(new Stack(layers));
  }

  private static void depthwise(List<Layer> layers, int channels, int stride, Random random) {
    layers.add(new DepthwiseConvolution(channels, stride, random));
    layers.add(new BatchNorm(channels, false));
    layers.add(Rectifier.relu6());
  }

  private static void pointwise(
      List<Layer> layers, int inputs, int outputs, boolean rectified, Random random) {
    layers.add(Convolution.pointwise(inputs, outputs, random));
    layers.add(new BatchNorm(outputs, !rectified));
    if (rectified) {
      layers.add(Rectifier.relu());
    }
  }
}
