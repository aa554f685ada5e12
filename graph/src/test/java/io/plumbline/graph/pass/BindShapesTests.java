package io.plumbline.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Identity;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BindShapesTests {
  private static final Graph DYNAMIC =
      new Sketch()
          .dynamic("image", new Dim.Symbol("N"), new Dim.Fixed(3), new Dim.Unknown())
          .node("y", new Identity(), "image")
          .typed("y", 9, 9)
          .graph("y");

  @Test
  void userShapesWinAndInteriorTypesAreForgotten() {
    Graph bound = BindShapes.apply(DYNAMIC, Map.of("image", Shape.of(2, 3, 5))).graph();
    assertThat(bound.tensorType("image")).contains(TensorType.of(DType.FLOAT32, Shape.of(2, 3, 5)));
    assertThat(bound.tensorType("y")).isEmpty();
  }

  @Test
  void aDynamicFirstDimensionIsOneWithAFinding() {
    Graph graph =
        new Sketch()
            .dynamic("x", new Dim.Unknown(), new Dim.Fixed(3))
            .node("y", new Identity(), "x")
            .graph("y");
    BindShapes.Bound bound = BindShapes.apply(graph, Map.of());
    assertThat(bound.graph().tensorType("x"))
        .contains(TensorType.of(DType.FLOAT32, Shape.of(1, 3)));
    assertThat(bound.findings()).extracting(Finding::where).containsExactly("x");
  }

  @Test
  void whatDoesNotFitIsSaidWithTheRemedy() {
    assertThat(failure(Map.of()).remedy()).contains("-i image 1x3x224");
    assertThat(failure(Map.of("image", Shape.of(1, 4, 5))).code()).isEqualTo("shape.mismatch");
    assertThat(failure(Map.of("image", Shape.of(1, 3))).code()).isEqualTo("shape.mismatch");
    assertThat(failure(Map.of("imgae", Shape.of(1, 3, 4))))
        .hasMessageContaining("'imgae'")
        .hasMessageContaining("image");
  }

  @Test
  void everyOpenInputIsNamedAtOnceAndOthersAreNot() {
    Graph graph =
        new Sketch()
            .dynamic("ids", new Dim.Symbol("batch"), new Dim.Symbol("sequence"))
            .dynamic("mask", new Dim.Symbol("batch"), new Dim.Symbol("sequence"))
            .dynamic("scale", new Dim.Symbol("batch"), new Dim.Fixed(3))
            .node("y", new Identity(), "ids")
            .graph("y");
    BadConfigurationException failure =
        catchThrowableOfType(
            BadConfigurationException.class, () -> BindShapes.apply(graph, Map.of()));
    assertThat(failure).hasMessageContaining("batch x sequence");
    assertThat(failure.remedy()).endsWith("-i ids 1x224 -i mask 1x224");
  }

  @Test
  void anInputThatNoMemoryHoldsIsNamed() {
    assertThat(failure(Map.of("image", Shape.of(1, 3, 1L << 40))))
        .hasMessageContaining("'image' of 1x3x1099511627776 has 3298534883328 elements");
    BadConfigurationException overflowing =
        failure(Map.of("image", Shape.of(1L << 40, 3, 1L << 40)));
    assertThat(overflowing.code()).isEqualTo("shape.too-large");
    assertThat(overflowing.where()).isEqualTo("image");
  }

  private static BadConfigurationException failure(Map<String, Shape> shapes) {
    return catchThrowableOfType(
        BadConfigurationException.class, () -> BindShapes.apply(DYNAMIC, shapes));
  }
}
