package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.GatherElements;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers that become positions are computed in float32 all the way. */
class PositionPlanTests {
  private static final Binary MUL = new Binary(BinaryFunction.MUL);
  private static final Binary ADD = new Binary(BinaryFunction.ADD);
  private static final Binary SUB = new Binary(BinaryFunction.SUB);
  private static final Unary FLOOR = new Unary(UnaryFunction.FLOOR);

  /** Picks from x by positions that are computed of p. */
  private static SmallGraph picked() {
    return new SmallGraph()
        .input("x", 1, 8)
        .input("p", 1, 8)
        .constant("seven", Tensor.of(Shape.of(), 7))
        .node("s", new Softmax(-1), "x", 1, 8)
        .node("scaled", MUL, "p seven", 1, 8)
        .node("floor", FLOOR, "scaled", 1, 8)
        .whole("cast", new Cast(DType.INT64), "floor", 1, 8)
        .node("y", new GatherElements(1), "s cast", 1, 8)
        .output("y");
  }

  private static List<String> inFloat(Planned planned) {
    return planned.plan().nodes().stream()
        .filter(node -> node.reason().equals("its numbers become positions"))
        .map(NodePlan::name)
        .toList();
  }

  @Test
  void positionsAreComputedInFloatAndNamed() {
    Planned planned = picked().plan();
    assertThat(inFloat(planned)).contains("scaled", "floor");
    assertThat(planned.plan().activations()).doesNotContainKeys("p", "scaled", "floor");
    assertThat(planned.findings())
        .filteredOn(finding -> finding.code().equals("plan.positions"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.where()).isEqualTo("cast");
              assertThat(finding.message()).contains("scaled, floor");
            });
    assertThat(planned.findings())
        .noneMatch(finding -> finding.code().equals("plan.float-fallback"));
  }

  @Test
  void movesAndSumsCarryPositionsAndProductsWithWeightsHandThemOut() {
    SmallGraph graph =
        new SmallGraph()
            .input("x", 1, 2, 4, 4)
            .conv("near", "x")
            .conv("a", "near")
            .conv("b", "a")
            .conv("c", "b")
            .node("twice", ADD, "c c", 1, 2, 4, 4)
            .node("flat", new Reshape(List.of(1L, 32L), false), "twice", 1, 32)
            .node("both", new Concat(1), "flat flat", 1, 64)
            .whole("cast", new Cast(DType.INT64), "both", 1, 64)
            .output("cast");
    Planned planned = graph.plan();
    assertThat(inFloat(planned)).containsExactly("twice", "flat", "both");
    assertThat(planned.plan().activations()).containsKey("b").doesNotContainKey("c");
  }

  @Test
  void integerReadersOfPositionsHaveIntegersOfTheirOwn() {
    Planned planned =
        picked()
            .constant("w", 8, 2)
            .node("t", new MatMul(), "p w", 1, 2)
            .node("u", new Softmax(-1), "t", 1, 2)
            .output("u")
            .plan();
    assertThat(planned.plan().activations()).doesNotContainKey("p");
    assertThat(planned.plan().reads().values().stream().map(read -> read.params().dtype()))
        .containsExactly(DType.INT8);
    assertThat(planned.plan().reads()).containsOnlyKeys(new Use("t", 0));
  }

  @Test
  void aFractionIsWhatIsLeftOfAPosition() {
    SmallGraph graph =
        new SmallGraph()
            .input("p", 1, 8)
            .constant("seven", Tensor.of(Shape.of(), 7))
            .constant("w", 8, 2)
            .node("scaled", MUL, "p seven", 1, 8)
            .node("floor", FLOOR, "scaled", 1, 8)
            .node("fraction", SUB, "scaled floor", 1, 8)
            .node("y", new MatMul(), "fraction w", 1, 2)
            .output("y");
    assertThat(inFloat(graph.plan())).containsExactly("scaled", "floor", "fraction");
  }

  @Test
  void aWishAboutTheNodeDecides() {
    Wish wish = new Wish(new Selector.Type("Floor"), Scheme.INT8);
    Planned planned = picked().plan(QuantOptions.DEFAULT.withWishes(List.of(wish)));
    assertThat(inFloat(planned)).doesNotContain("floor");
    Wish all = new Wish(new Selector.All(), Scheme.INT16);
    assertThat(inFloat(picked().plan(QuantOptions.DEFAULT.withWishes(List.of(all)))))
        .contains("floor");
  }
}
