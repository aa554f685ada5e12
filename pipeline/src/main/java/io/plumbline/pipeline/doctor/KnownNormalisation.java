package io.plumbline.pipeline.doctor;

import java.util.List;

/** What networks are commonly trained with: (pixel − mean) / deviation, of pixels 0…255 in RGB. */
enum KnownNormalisation {
  TORCHVISION(
      "ImageNet's mean and deviation",
      List.of(123.675, 116.28, 103.53),
      List.of(58.395, 57.12, 57.375)),
  SIGNED_UNIT("pixels as −1…1", List.of(127.5), List.of(127.5)),
  UNIT("pixels as 0…1", List.of(0.0), List.of(255.0)),
  BYTES("pixels as 0…255", List.of(0.0), List.of(1.0)),
  CAFFE("Caffe's mean of ImageNet", List.of(123.68, 116.779, 103.939), List.of(1.0)),
  CAFFE_SCALED(
      "Caffe's mean of ImageNet and scale 0.017",
      List.of(123.68, 116.779, 103.939),
      List.of(1 / 0.017)),
  CIFAR(
      "CIFAR-10's mean and deviation",
      List.of(125.307, 122.961, 113.8575),
      List.of(62.9932, 62.0887, 66.7048)),
  CIFAR_PER_PICTURE(
      "CIFAR-10's mean and the mean deviation of its pictures",
      List.of(125.307, 122.961, 113.8575),
      List.of(51.5865, 50.847, 51.255)),
  CIFAR_MEAN("CIFAR-10's mean", List.of(125.307, 122.961, 113.8575), List.of(1.0)),
  MNIST("MNIST's mean and deviation", List.of(33.3184), List.of(78.5655)),
  CENTRED("pixels − 128", List.of(128.0), List.of(1.0));

  private final String label;
  private final List<Double> mean;
  private final List<Double> deviation;

  KnownNormalisation(String label, List<Double> mean, List<Double> deviation) {
    this.label = label;
    this.mean = mean;
    this.deviation = deviation;
  }

  String label() {
    return label;
  }

  /**
   * Of each channel, or one for all.
   *
   * @param redFirst the order of the channels
   * @param white the value of a full channel, which 255 becomes
   */
  List<Double> mean(boolean redFirst, double white) {
    return of(mean, redFirst, white);
  }

  /** Likewise. */
  List<Double> deviation(boolean redFirst, double white) {
    return of(deviation, redFirst, white);
  }

  private static List<Double> of(List<Double> values, boolean redFirst, double white) {
    List<Double> scaled = values.stream().map(value -> value * white / 255).toList();
    return redFirst ? scaled : scaled.reversed();
  }

  /** Whether it has constants for each of three channels. */
  boolean isColour() {
    return mean.size() == 3;
  }

  /** Whether anything is subtracted. */
  boolean shifts() {
    return mean.stream().anyMatch(value -> value != 0);
  }
}
