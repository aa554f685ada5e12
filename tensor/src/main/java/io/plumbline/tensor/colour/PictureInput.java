package io.plumbline.tensor.colour;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a device hands over for one picture input, and what the network was trained on. Between the
 * two stands the <em>intermediate type</em>, the true input of the model: pixels of {@link
 * #device()}'s colour space minus 128, so −128…127, with the chroma of {@link PictureType#NV12}
 * replicated to every pixel.
 *
 * @param layout of the intermediate tensor
 * @param trainingLayout of the network's own input
 * @param swing of YUV pixels
 */
public record PictureInput(
    PictureType device,
    PictureLayout layout,
    PictureType training,
    PictureLayout trainingLayout,
    Swing swing,
    InputSource source) {
  /** Subtracted from every pixel to make the intermediate type. */
  public static final int OFFSET = 128;

  /**
   * @throws IllegalArgumentException when the two types do not go together
   */
  public PictureInput {
    if (!trainings(device).contains(training)) {
      throw new IllegalArgumentException(device.label() + " cannot feed " + training.label());
    }
  }

  /** The training types that a device's type can feed; empty for {@link PictureType#FEATUREMAP}. */
  public static Set<PictureType> trainings(PictureType device) {
    return switch (device) {
      case NV12, YUV444 -> EnumSet.of(PictureType.YUV444, PictureType.RGB, PictureType.BGR);
      case RGB, BGR -> EnumSet.of(PictureType.RGB, PictureType.BGR);
      case GRAY -> EnumSet.of(PictureType.GRAY);
      case FEATUREMAP -> EnumSet.noneOf(PictureType.class);
    };
  }

  /** The layout of the intermediate tensor where nothing else is said. */
  public static PictureLayout usualLayout(PictureType device) {
    return switch (device) {
      case NV12, YUV444, RGB, BGR -> PictureLayout.NHWC;
      case GRAY, FEATUREMAP -> PictureLayout.NCHW;
    };
  }

  /** Device pixels to training pixels, both 0…255. The identity for grey pictures. */
  public ColourMap toTraining() {
    if (device == PictureType.GRAY || training == PictureType.YUV444) {
      return ColourMap.identity();
    }
    ColourMap rgb =
        device.isYuv()
            ? Bt601.yuvToRgb(swing)
            : device == PictureType.BGR ? ColourMap.reversed() : ColourMap.identity();
    return training == PictureType.BGR ? rgb.then(ColourMap.reversed()) : rgb;
  }

  /** Training pixels to device pixels, both 0…255. The identity for grey pictures. */
  public ColourMap toDevice() {
    if (device == PictureType.GRAY || training == PictureType.YUV444) {
      return ColourMap.identity();
    }
    ColourMap rgb = training == PictureType.BGR ? ColourMap.reversed() : ColourMap.identity();
    return device.isYuv()
        ? rgb.then(Bt601.rgbToYuv(swing))
        : device == PictureType.BGR ? rgb.then(ColourMap.reversed()) : rgb;
  }

  /** Whether a pixel's channels are mixed or exchanged on the way to the network. */
  public boolean mapsColours() {
    return device != PictureType.GRAY && training != PictureType.YUV444 && device != training;
  }

  /** Such as {@code nv12 NHWC rgb NCHW full pyramid}; {@link #parse} reads it. */
  public String text() {
    return "%s %s %s %s %s %s"
        .formatted(
            device.label(),
            layout,
            training.label(),
            trainingLayout,
            swing.name().toLowerCase(Locale.ROOT),
            source.label());
  }

  /**
   * @throws IllegalArgumentException when it is not what {@link #text} makes
   */
  public static PictureInput parse(String text) {
    List<String> words = List.of(text.split(" ", -1));
    if (words.size() != 6) {
      throw new IllegalArgumentException("expected six words, found '" + text + "'");
    }
    return new PictureInput(
        type(words.get(0)),
        PictureLayout.valueOf(words.get(1)),
        type(words.get(2)),
        PictureLayout.valueOf(words.get(3)),
        Swing.valueOf(words.get(4).toUpperCase(Locale.ROOT)),
        InputSource.valueOf(words.get(5).toUpperCase(Locale.ROOT)));
  }

  private static PictureType type(String label) {
    return PictureType.valueOf(label.toUpperCase(Locale.ROOT));
  }
}
