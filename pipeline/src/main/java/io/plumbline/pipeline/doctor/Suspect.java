package io.plumbline.pipeline.doctor;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * All that may be wrong with how pictures are prepared. Of two variations that give the same input
 * the one of the earlier suspect is measured.
 */
public enum Suspect {
  LAYOUT("doctor.layout", "the axes of the picture are in another order", AxisVariations::moved),
  CHANNEL_ORDER("doctor.channel-order", "red and blue are exchanged", ColourVariations::exchanged),
  NORMALISED_TWICE(
      "doctor.normalised-twice",
      "pixels are normalised once more than they should be",
      ValueVariations::withoutOne),
  RANGE("doctor.range", "pixels of 0…1 and of 0…255 are mixed up", ValueVariations::otherRange),
  NOT_NORMALISED(
      "doctor.not-normalised", "mean or deviation is missing", ConstantVariations::added),
  OPERATION_ORDER(
      "doctor.operation-order",
      "mean and scale are applied in another order",
      ValueVariations::reordered),
  INVERTED(
      "doctor.inverted",
      "a factor is multiplied by that should be divided by, or the sign of a mean is wrong",
      ValueVariations::inverted),
  CONSTANT_ORDER(
      "doctor.constant-order",
      "mean or deviation is written for the channels in another order",
      ValueVariations::mirrored),
  CONSTANTS(
      "doctor.constants",
      "the network was trained with another mean or deviation",
      ConstantVariations::replaced),
  SWING("doctor.swing", "YUV of 0…255 and of 16…235 are mixed up", ColourVariations::otherSwing),
  CROP(
      "doctor.crop",
      "another part of the picture is shown to the network",
      GeometryVariations::framed),
  RESIZE("doctor.resize", "pictures are resized in another way", GeometryVariations::resampled);

  private final String code;
  private final String label;
  private final BiFunction<Recipe, Frame, List<Variation>> variations;

  Suspect(String code, String label, BiFunction<Recipe, Frame, List<Variation>> variations) {
    this.code = code;
    this.label = label;
    this.variations = variations;
  }

  /** Of the finding that names it. */
  public String code() {
    return code;
  }

  /** What would be wrong, as a sentence without a full stop. */
  public String label() {
    return label;
  }

  /** Every configuration that one mistake may have been made of. */
  static List<Variation> variations(Recipe recipe, Frame frame) {
    return Stream.of(values())
        .flatMap(suspect -> suspect.variations.apply(recipe, frame).stream())
        .toList();
  }
}
