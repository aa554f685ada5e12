package io.plumbline.config.lint;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Triples of mean and deviation that pre-trained models are published with. */
final class KnownConstants {
  /** How far a written constant may be from the published one, as digits are cut off. */
  private static final double TOLERANCE = 0.003;

  /**
   * A published triple.
   *
   * @param rgb red, green and blue, of 0…1
   */
  private record Triple(List<Double> rgb) {
    Triple(double red, double green, double blue) {
      this(List.of(red, green, blue));
    }
  }

  /** ImageNet as torchvision normalises, and the mean of the older Caffe models. */
  private static final List<Triple> MEANS =
      List.of(
          new Triple(0.485, 0.456, 0.406), new Triple(123.68 / 255, 116.779 / 255, 103.939 / 255));

  private static final List<Triple> DEVIATIONS = List.of(new Triple(0.229, 0.224, 0.225));

  /** Order of the channels that a triple is written in. */
  enum Order {
    RGB,
    BGR;

    Order other() {
      return this == RGB ? BGR : RGB;
    }

    String label() {
      return this == RGB ? "rgb" : "bgr";
    }

    /** The transformer that makes the other order of this one. */
    String swap() {
      return this == RGB ? "RGB2BGRTransformer" : "BGR2RGBTransformer";
    }
  }

  private KnownConstants() {}

  private static List<Triple> of(Quantity quantity) {
    return quantity == Quantity.MEAN ? MEANS : DEVIATIONS;
  }

  private static double published(Triple triple, Order order, int channel, double unit) {
    return triple.rgb().get(order == Order.RGB ? channel : 2 - channel) * unit;
  }

  /**
   * The order in which three numbers are a published triple; empty when they are none.
   *
   * @param values of mean or deviation, in units of 0…1 or 0…255
   */
  static Optional<Order> order(Quantity quantity, List<Double> values) {
    for (Triple triple : of(quantity)) {
      for (Order order : Order.values()) {
        for (double unit : List.of(1.0, 255.0)) {
          if (matches(values, triple, order, unit) == 3) {
            return Optional.of(order);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** A published triple that two of three numbers belong to, and the third does not. */
  static Optional<Slip> slip(Quantity quantity, List<Double> values) {
    for (Triple triple : of(quantity)) {
      for (Order order : Order.values()) {
        for (double unit : List.of(1.0, 255.0)) {
          if (values.size() == 3
              && order(quantity, values).isEmpty()
              && matches(values, triple, order, unit) == 2) {
            int channel =
                IntStream.range(0, 3)
                    .filter(i -> !close(values.get(i), published(triple, order, i, unit)))
                    .findFirst()
                    .orElseThrow();
            return Optional.of(new Slip(channel, published(triple, order, channel, unit)));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** A number that is not the published one at its place. */
  record Slip(int channel, double published) {}

  private static long matches(List<Double> values, Triple triple, Order order, double unit) {
    return values.size() != 3
        ? 0
        : IntStream.range(0, 3)
            .filter(i -> close(values.get(i), published(triple, order, i, unit)))
            .count();
  }

  private static boolean close(double value, double published) {
    return Math.abs(value - published) <= TOLERANCE * published;
  }
}
