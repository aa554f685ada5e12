package io.plumbline.tensor.colour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The coefficients are those of ITU-R BT.601 as printed to six decimals in public tables. */
class Bt601Tests {
  @ParameterizedTest
  @CsvSource({
    "FULL, 0, 0.299, 0.587, 0.114, 0",
    "FULL, 1, -0.168736, -0.331264, 0.5, 128",
    "FULL, 2, 0.5, -0.418688, -0.081312, 128",
    "STUDIO, 0, 0.256788, 0.504129, 0.097906, 16",
    "STUDIO, 1, -0.148223, -0.290993, 0.439216, 128",
    "STUDIO, 2, 0.439216, -0.367788, -0.071427, 128"
  })
  void matchesTheStandard(
      Swing swing, int row, double red, double green, double blue, double offset) {
    ColourMap map = Bt601.rgbToYuv(swing);
    assertThat(map.weight(row, 0)).isEqualTo(red, within(1e-6));
    assertThat(map.weight(row, 1)).isEqualTo(green, within(1e-6));
    assertThat(map.weight(row, 2)).isEqualTo(blue, within(1e-6));
    assertThat(map.offset(row)).isEqualTo(offset, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "FULL, 1, -0.344136, -0.714136",
    "FULL, 0, 0, 1.402",
    "FULL, 2, 1.772, 0",
    "STUDIO, 0, 0, 1.596027",
    "STUDIO, 1, -0.391762, -0.812968",
    "STUDIO, 2, 2.017232, 0"
  })
  void matchesTheStandardsInverse(Swing swing, int row, double u, double v) {
    ColourMap map = Bt601.yuvToRgb(swing);
    assertThat(map.weight(row, 1)).isEqualTo(u, within(1e-6));
    assertThat(map.weight(row, 2)).isEqualTo(v, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(Swing.class)
  void inverts(Swing swing) {
    ColourMap both = Bt601.rgbToYuv(swing).then(Bt601.yuvToRgb(swing));
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        assertThat(both.weight(row, column)).isEqualTo(row == column ? 1 : 0, within(1e-12));
      }
      assertThat(both.offset(row)).isEqualTo(0, within(1e-10));
    }
  }

  @Test
  void whiteIsTheTopOfEachSwing() {
    assertThat(Bt601.rgbToYuv(Swing.FULL).apply(0, 255, 255, 255)).isEqualTo(255, within(1e-9));
    assertThat(Bt601.rgbToYuv(Swing.STUDIO).apply(0, 255, 255, 255)).isEqualTo(235, within(1e-9));
    assertThat(Bt601.rgbToYuv(Swing.STUDIO).apply(1, 255, 255, 255)).isEqualTo(128, within(1e-9));
  }
}
