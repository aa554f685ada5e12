package io.plumbline.pipeline.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.rule.BiasOperand;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BiasShiftTests {
  private static final CorrectableSum SUM =
      new CorrectableSum(
          0,
          "conv",
          new BiasOperand(new Use("conv", 2), "b", Tensor.of(Shape.of(2), 3f, 4f), 2, 2),
          "sum",
          1,
          List.of(0.5, 0.25),
          Optional.empty());

  @Test
  void whatBothHalvesSayIsAdded() {
    BiasShift shift = BiasShift.of(SUM, new double[] {1.2, -2}, new double[] {0.9, -2.2});
    assertThat(shift.isAccepted()).isTrue();
    assertThat(shift.steps().toLongs()).containsExactly(2, -8);
    assertThat(shift.numbers().toFloats()).containsExactly(3.525f, 2.95f);
    assertThat(shift.after()).isCloseTo(Math.sqrt((0.09 + 0.04) / 2), within(1e-12));
  }

  @Test
  void whatOneHalfSaysAgainstTheOtherIsNot() {
    assertThat(BiasShift.of(SUM, new double[] {1, 1}, new double[] {-1, 1}).isAccepted()).isFalse();
    assertThat(BiasShift.of(SUM, new double[] {1, 0}, new double[] {0, 0}).isAccepted()).isFalse();
    assertThat(BiasShift.of(SUM, new double[2], new double[2]).isAccepted()).isFalse();
  }
}
