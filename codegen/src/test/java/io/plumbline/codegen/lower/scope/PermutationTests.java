package io.plumbline.codegen.lower.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermutationTests {
  @ParameterizedTest
  @EnumSource(names = {"INT8", "INT16", "INT32"})
  void everyElementGoesWhereItsAxesGo(DType dtype) {
    Tensor tensor = counting(dtype, Shape.of(2, 3, 4));
    Tensor moved = Permutation.apply(tensor, 2, 0, 1);
    assertThat(moved.shape()).isEqualTo(Shape.of(4, 2, 3));
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 4; k++) {
          assertThat(moved.getLong((k * 2 + i) * 3 + j)).isEqualTo((i * 3 + j) * 4 + k);
        }
      }
    }
  }

  @Test
  void axesOfExtentOneMoveWithoutACopy() {
    Tensor tensor = counting(DType.INT8, Shape.of(4, 3, 1, 1));
    Tensor moved = Permutation.apply(tensor, 0, 2, 3, 1);
    assertThat(moved.shape()).isEqualTo(Shape.of(4, 1, 1, 3));
    assertThat(moved.data()).isEqualTo(tensor.data());
  }

  @Test
  void scalarsAndEmptyTensorsStayWhatTheyAre() {
    assertThat(Permutation.apply(Tensor.scalar(7)).getFloat(0)).isEqualTo(7);
    Tensor empty = Permutation.apply(Tensor.allocate(DType.INT8, Shape.of(2, 0, 3)), 2, 1, 0);
    assertThat(empty.shape()).isEqualTo(Shape.of(3, 0, 2));
  }

  private static Tensor counting(DType dtype, Shape shape) {
    int[] values = new int[Math.toIntExact(shape.elements())];
    Arrays.setAll(values, i -> i);
    return Tensor.ofIntegers(dtype, shape, values);
  }
}
