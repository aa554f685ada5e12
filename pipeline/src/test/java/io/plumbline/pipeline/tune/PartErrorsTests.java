package io.plumbline.pipeline.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PartErrorsTests {
  @Test
  void smallScoresCountAsMuchAsLargeBoxesBesideThem() {
    // Three rows of a box edge and a score; the edges are right, the scores are lost.
    Tensor expected = Tensor.of(Shape.of(1, 3, 2), 100, 0.9f, 200, 0.1f, 300, 0.5f);
    Tensor found = Tensor.of(Shape.of(1, 3, 2), 100, 0, 200, 0, 300, 0);
    PartErrors parts = new PartErrors();
    parts.add(expected, found);
    assertThat(parts.mean()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void partsAreThoseOfAllSamples() {
    PartErrors parts = new PartErrors();
    parts.add(Tensor.of(Shape.of(1, 2), 3f, 1f), Tensor.of(Shape.of(1, 2), 3f, 1f));
    parts.add(Tensor.of(Shape.of(1, 2), 4f, 1f), Tensor.of(Shape.of(1, 2), 5f, 1f));
    assertThat(parts.mean()).isCloseTo(1 / 25.0 / 2, within(1e-9));
  }

  @Test
  void nothingIsNoError() {
    assertThat(new PartErrors().mean()).isZero();
    PartErrors parts = new PartErrors();
    parts.add(Tensor.of(Shape.of(2), 0f, 0f), Tensor.of(Shape.of(2), 0f, 0f));
    assertThat(parts.mean()).isZero();
  }
}
