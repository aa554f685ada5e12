package io.plumbline.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class TensorCopyTests {
  @Test
  void aCopyInAnArenaGoesWithIt() {
    Tensor copy;
    try (Arena arena = Arena.ofShared()) {
      copy = Tensor.of(Shape.of(2), 1f, -0f).copyInto(arena);
      assertThat(copy.toFloats()).containsExactly(1f, -0f);
    }
    assertThatThrownBy(copy::toFloats).isInstanceOf(IllegalStateException.class);
  }
}
