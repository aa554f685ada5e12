package io.plumbline.tensor.colour;

/**
 * The colour space of ITU-R BT.601: luma Y = 0.299 R + 0.587 G + 0.114 B, chroma U and V the scaled
 * differences B − Y and R − Y around 128. Pixels are 0…255; results may leave that range and are
 * not rounded.
 */
public final class Bt601 {
  private static final double RED = 0.299;
  private static final double BLUE = 0.114;
  private static final double GREEN = 1 - RED - BLUE;

  private Bt601() {}

  /** R, G, B to Y, U, V. */
  public static ColourMap rgbToYuv(Swing swing) {
    double luma = lumaSpan(swing) / 255;
    double u = chromaSpan(swing) / 255 / (2 * (1 - BLUE));
    double v = chromaSpan(swing) / 255 / (2 * (1 - RED));
    double[][] weights = {
      {luma * RED, luma * GREEN, luma * BLUE},
      {-u * RED, -u * GREEN, u * (1 - BLUE)},
      {v * (1 - RED), -v * GREEN, -v * BLUE}
    };
    return ColourMap.of(weights, new double[3], zero(swing));
  }

  /** Y, U, V to R, G, B. */
  public static ColourMap yuvToRgb(Swing swing) {
    double luma = 255 / lumaSpan(swing);
    double blue = 2 * (1 - BLUE) * 255 / chromaSpan(swing);
    double red = 2 * (1 - RED) * 255 / chromaSpan(swing);
    double[][] weights = {
      {luma, 0, red}, {luma, -blue * BLUE / GREEN, -red * RED / GREEN}, {luma, blue, 0}
    };
    return ColourMap.of(weights, zero(swing), new double[3]);
  }

  /** Y, U and V of black. */
  private static double[] zero(Swing swing) {
    return new double[] {swing == Swing.FULL ? 0 : 16, 128, 128};
  }

  private static double lumaSpan(Swing swing) {
    return swing == Swing.FULL ? 255 : 219;
  }

  private static double chromaSpan(Swing swing) {
    return swing == Swing.FULL ? 255 : 224;
  }
}
