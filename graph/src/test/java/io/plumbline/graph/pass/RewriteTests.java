package io.plumbline.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of one step each: where they fire and where they do not. */
class RewriteTests {
  private static final Unary RELU = new Unary(UnaryFunction.RELU);

  private static void assertRewritten(Rule rule, Graph before, String after) {
    Graph rewritten = Sketch.rewrite(rule, before);
    assertThat(Sketch.text(rewritten)).isEqualTo(after);
    assertThat(rewritten.outputs()).isEqualTo(before.outputs());
    assertThat(Sketch.fires(rule, rewritten)).isFalse();
  }

  @Test
  void identityGivesWayButOutputsKeepTheirNames() {
    Graph inner =
        new Sketch().input("x", 2).node("i", new Identity(), "x").node("y", RELU, "i").graph("y");
    Graph last =
        new Sketch().input("x", 2).node("r", RELU, "x").node("y", new Identity(), "r").graph("y");
    assertRewritten(new RemoveIdentity(), inner, "y = Relu(x)");
    assertRewritten(new RemoveIdentity(), last, "y = Relu(x)");
    Graph direct = new Sketch().input("x", 2).node("y", new Identity(), "x").graph("y");
    assertThat(Sketch.fires(new RemoveIdentity(), direct)).isFalse();
  }

  @Test
  void softmaxOverOneLongAxisIsAlongThatAxis() {
    Sketch alone = new Sketch().input("x", 2, 3, 1, 1);
    Sketch several = new Sketch().input("x", 2, 3, 1, 4);
    FlattenedSoftmax op = new FlattenedSoftmax(1, false);
    assertRewritten(new NarrowSoftmax(), alone.node("y", op, "x").graph("y"), "y = Softmax(x)");
    assertThat(Sketch.rewrite(new NarrowSoftmax(), alone.graph("y")).node("y").op())
        .isEqualTo(new Softmax(1));
    assertThat(Sketch.fires(new NarrowSoftmax(), several.node("y", op, "x").graph("y"))).isFalse();
  }

  @Test
  void limitsOfLimitsAreOne() {
    Graph graph =
        new Sketch()
            .input("x", 2)
            .node("a", new Clip(0, 6), "x")
            .node("y", new Clip(-1, 4), "a")
            .graph("y");
    assertRewritten(new MergeClips(), graph, "y = Clip(x)");
    assertThat(Sketch.rewrite(new MergeClips(), graph).node("y").op()).isEqualTo(new Clip(0, 4));
  }

  @Test
  void transposesMergeAndCancel() {
    Graph graph =
        new Sketch()
            .input("x", 1, 2, 3, 4)
            .node("a", new Transpose(List.of(0, 2, 3, 1)), "x")
            .node("b", new Transpose(List.of(0, 3, 1, 2)), "a")
            .node("y", RELU, "b")
            .graph("y");
    Graph merged = RuleDriver.run(graph, List.of(new MergeTransposes(), new RemoveIdentity()));
    assertThat(Sketch.text(merged)).isEqualTo("y = Relu(x)");
  }

  @Test
  void mergedTransposeIsTheCompositionOfBoth() {
    Graph graph =
        new Sketch()
            .input("x", 1, 2, 3, 4)
            .node("a", new Transpose(List.of(0, 2, 3, 1)), "x")
            .node("y", new Transpose(List.of(1, 0, 2, 3)), "a")
            .graph("y");
    Graph merged = Sketch.rewrite(new MergeTransposes(), graph);
    assertThat(merged.nodes()).hasSize(1);
    assertThat(merged.nodes().getFirst().op()).isEqualTo(new Transpose(List.of(2, 0, 3, 1)));
  }

  @Test
  void viewsMergeIntoOneReshape() {
    Graph graph =
        new Sketch()
            .input("x", 1, 8, 1, 1)
            .node("s", new Squeeze(List.of(2, 3)), "x")
            .typed("s", 1, 8)
            .node("y", new Reshape(List.of(2L, -1L), false), "s")
            .typed("y", 2, 4)
            .graph("y");
    assertRewritten(new MergeReshapes(), graph, "y = Reshape(x)");
    assertThat(Sketch.rewrite(new MergeReshapes(), graph).nodes().getFirst().op())
        .isEqualTo(new Reshape(List.of(2L, 4L), false));
  }

  @Test
  void lowerBoundZeroIsRelu() {
    Sketch sketch = new Sketch().input("x", 2);
    assertRewritten(
        new ReplaceClipByRelu(),
        sketch.node("y", new Clip(0, Float.POSITIVE_INFINITY), "x").graph("y"),
        "y = Relu(x)");
    Graph relu6 = new Sketch().input("x", 2).node("y", new Clip(0, 6), "x").graph("y");
    assertThat(Sketch.fires(new ReplaceClipByRelu(), relu6)).isFalse();
  }

  @Test
  void meanOverSpaceIsAPooling() {
    Graph kept =
        new Sketch()
            .input("x", 1, 2, 3, 4)
            .node("y", new ReduceMean(List.of(-1, 2), true), "x")
            .graph("y");
    Graph dropped =
        new Sketch()
            .input("x", 1, 2, 3, 4)
            .node("y", new ReduceMean(List.of(2, 3), false), "x")
            .graph("y");
    Graph channels =
        new Sketch()
            .input("x", 1, 2, 3, 4)
            .node("y", new ReduceMean(List.of(1, 2), true), "x")
            .graph("y");
    Rule rule = new ReplaceReduceMeanByGlobalAveragePool();
    assertRewritten(rule, kept, "y = GlobalAveragePool(x)");
    assertRewritten(rule, dropped, "y/pooled = GlobalAveragePool(x)\ny = Squeeze(y/pooled)");
    assertThat(Sketch.rewrite(rule, dropped).tensorType("y/pooled"))
        .contains(TensorType.of(DType.FLOAT32, Shape.of(1, 2, 1, 1)));
    assertThat(Sketch.fires(rule, channels)).isFalse();
  }

  @Test
  void integersAreNeitherPooledNorRectified() {
    Graph clip =
        new Sketch()
            .input("x", DType.INT64, 2)
            .node("y", new Clip(0, Float.POSITIVE_INFINITY), "x")
            .graph("y");
    for (DType dtype : List.of(DType.INT32, DType.FLOAT64)) {
      Graph mean =
          new Sketch()
              .input("x", dtype, 1, 2, 3, 4)
              .node("y", new ReduceMean(List.of(2, 3), true), "x")
              .graph("y");
      assertThat(Sketch.fires(new ReplaceReduceMeanByGlobalAveragePool(), mean)).isFalse();
    }
    assertThat(Sketch.fires(new ReplaceClipByRelu(), clip)).isFalse();
  }

  @Test
  void matrixProductAndRowAreGemm() {
    Sketch sketch =
        new Sketch()
            .input("x", 3, 2)
            .constant("w", Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f))
            .constant("b", Tensor.of(Shape.of(2), 1f, 2f))
            .node("p", new MatMul(), "x", "w");
    assertRewritten(
        new FuseMatMulAdd(),
        sketch.node("y", new Binary(BinaryFunction.ADD), "b", "p").graph("y"),
        "y = Gemm(x, w, b)");
    Graph batched =
        new Sketch()
            .input("x", 1, 3, 2)
            .constant("w", Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f))
            .constant("b", Tensor.of(Shape.of(2), 1f, 2f))
            .node("p", new MatMul(), "x", "w")
            .node("y", new Binary(BinaryFunction.ADD), "p", "b")
            .graph("y");
    assertThat(Sketch.fires(new FuseMatMulAdd(), batched)).isFalse();
  }

  @Test
  void gemmFactorsMoveIntoTheConstants() {
    Graph graph =
        new Sketch()
            .input("x", 3, 2)
            .constant("w", Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f))
            .constant("b", Tensor.of(Shape.of(2), 1f, 2f))
            .node("y", new Gemm(2, 3, false, true), "x", "w", "b")
            .graph("y");
    Graph plain = Sketch.rewrite(new NormaliseGemm(), graph);
    Node gemm = plain.nodes().getFirst();
    assertThat(gemm.op()).isEqualTo(new Gemm(1, 1, false, true));
    assertThat(plain.constant(gemm.input(1)).orElseThrow().toFloats()).containsExactly(2, 4, 6, 8);
    assertThat(plain.constant(gemm.input(2)).orElseThrow().toFloats()).containsExactly(3, 6);
  }

  @Test
  void paddingMovesIntoTheConvolution() {
    Window window =
        new Window(
            List.of(3, 3),
            List.of(1, 1),
            List.of(1, 1),
            List.of(1, 0, 1, 0),
            Window.AutoPad.EXPLICIT);
    Sketch sketch =
        new Sketch()
            .input("x", 1, 1, 4, 4)
            .constant("w", Tensor.allocate(DType.FLOAT32, Shape.of(1, 1, 3, 3)));
    Graph zeros =
        sketch
            .node("p", Pad.constant(List.of(0, 0, 1, 2, 0, 0, 3, 4), 0), "x")
            .node("y", new Conv(window, 1), "p", "w")
            .graph("y");
    Graph folded = Sketch.rewrite(new FoldPadIntoConv(), zeros);
    assertThat(Sketch.text(folded)).isEqualTo("y = Conv(x, w)");
    assertThat(((Conv) folded.nodes().getFirst().op()).window().pads()).containsExactly(2, 2, 4, 4);
    Graph ones =
        new Sketch()
            .input("x", 1, 1, 4, 4)
            .constant("w", Tensor.allocate(DType.FLOAT32, Shape.of(1, 1, 3, 3)))
            .node("p", Pad.constant(List.of(0, 0, 1, 2, 0, 0, 3, 4), 1), "x")
            .node("y", new Conv(window, 1), "p", "w")
            .graph("y");
    assertThat(Sketch.fires(new FoldPadIntoConv(), ones)).isFalse();
    Graph twice =
        new Sketch()
            .input("x", 1, 1, 4, 4)
            .node("p", Pad.constant(List.of(0, 0, 1, 2, 0, 0, 3, 4), 0), "x")
            .node("y", new Conv(window, 1), "p", "p")
            .graph("y");
    assertThat(Sketch.text(Sketch.rewrite(new FoldPadIntoConv(), twice)))
        .as("it is still read as the weights")
        .contains("p = Pad(x)", "y = Conv(x, p)");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          -Infinity,     1 2, 1 2, false, 2 2 2 2
          -3.4028235e38, 0 0, 2 1, false, 1 0 3 1
          -1e38,         1 1, 1 1, false,
          0,             1 1, 1 1, false,
          -Infinity,     3 0, 0 0, false,
          -Infinity,     1 1, 1 1, true,
          """)
  void aBorderBelowAllElementsIsFoldedIntoMaximumPooling(
      float border, String begin, String end, boolean ceil, String pads) {
    Window window =
        new Window(
            List.of(4, 4),
            List.of(1, 1),
            List.of(1, 1),
            List.of(1, 0, 1, 0),
            Window.AutoPad.EXPLICIT);
    List<Integer> border4 = numbers("0 0 %s 0 0 %s".formatted(begin, end));
    Graph graph =
        new Sketch()
            .input("x", 1, 1, 8, 8)
            .node("p", Pad.constant(border4, border), "x")
            .node("y", new MaxPool(window, ceil), "p")
            .graph("y");
    assertThat(Sketch.fires(new FoldPadIntoMaxPool(), graph)).isEqualTo(pads != null);
    if (pads != null) {
      Graph folded = Sketch.rewrite(new FoldPadIntoMaxPool(), graph);
      assertThat(Sketch.text(folded)).isEqualTo("y = MaxPool(x)");
      assertThat(((MaxPool) folded.nodes().getFirst().op()).window().pads())
          .isEqualTo(numbers(pads));
    }
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
  }

  @Test
  void automaticPaddingBecomesExplicit() {
    for (Window.AutoPad side : List.of(Window.AutoPad.SAME_UPPER, Window.AutoPad.SAME_LOWER)) {
      Window window =
          new Window(List.of(3, 3), List.of(2, 2), List.of(1, 1), List.of(0, 0, 0, 0), side);
      Graph graph =
          new Sketch()
              .input("x", 1, 1, 4, 5)
              .constant("w", Tensor.allocate(DType.FLOAT32, Shape.of(1, 1, 3, 3)))
              .node("y", new Conv(window, 1), "x", "w")
              .graph("y");
      Window resolved =
          ((Conv) Sketch.rewrite(new ResolveAutoPad(), graph).nodes().getFirst().op()).window();
      assertThat(resolved.pads())
          .isEqualTo(side == Window.AutoPad.SAME_UPPER ? List.of(0, 1, 1, 1) : List.of(1, 1, 0, 1));
    }
  }

  @Test
  void hardSigmoidIsReadFromClip() {
    assertRewritten(
        new FuseHardSigmoid(), hardSigmoid(new Sketch().input("x", 2)), "y = HardSigmoid(x)");
    Graph doubles = hardSigmoid(new Sketch().input("x", DType.FLOAT64, 2));
    assertThat(Sketch.fires(new FuseHardSigmoid(), doubles)).isFalse();
  }

  private static Graph hardSigmoid(Sketch sketch) {
    return sketch
        .scalar("three", 3)
        .scalar("six", 6)
        .node("s", new Binary(BinaryFunction.ADD), "x", "three")
        .node("c", new Clip(0, 6), "s")
        .node("y", new Binary(BinaryFunction.DIV), "c", "six")
        .graph("y");
  }

  @Test
  void equalConstantsAreSharedExceptWhereANameMatters() {
    Graph graph =
        new Sketch()
            .input("x", 2)
            .scalar("a", 1)
            .scalar("b", 1)
            .scalar("c", 2)
            .node("p", new Binary(BinaryFunction.ADD), "x", "a")
            .node("q", new Binary(BinaryFunction.ADD), "p", "b")
            .node("y", new Binary(BinaryFunction.ADD), "q", "c")
            .graph("y");
    assertThat(Sketch.text(ShareEqualConstants.apply(graph)))
        .isEqualTo("p = Add(x, a)\nq = Add(p, a)\ny = Add(q, c)");
    assertThat(ShareEqualConstants.apply(graph).constants()).containsOnlyKeys("a", "c");
    assertThat(ShareEqualConstants.apply(graph.withOutputs(List.of("y", "b"))).constants())
        .containsOnlyKeys("a", "b", "c");
  }
}
