package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.Window;
import io.plumbline.quantize.observe.ChannelWeights;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadingEnergyTests {
  private static final ChannelWeights ONE_TO_FOUR =
      new ChannelWeights(1, List.of(Math.round(ChannelWeights.LARGEST / 4f), 4095));

  private static SmallGraph read() {
    return new SmallGraph().input("x", 1, 2);
  }

  /** Weights of 1 read the first channel, of 2 the second. */
  static Stream<Arguments> sums() {
    return Stream.of(
        Arguments.of(
            "rows",
            read()
                .constant("w", Tensor.of(Shape.of(2, 1), 1, 2))
                .node("y", new MatMul(), "x w", 1, 1)),
        Arguments.of(
            "turned",
            read()
                .constant("w", Tensor.of(Shape.of(3, 2), 1, 2, 0, 0, 1, 2))
                .constant("b", 3)
                .node("y", new Gemm(1, 1, false, true), "x w b", 1, 3)),
        Arguments.of(
            "a Relu between",
            new SmallGraph()
                .input("x", 1, 2, 4, 4)
                .relu("r", "x")
                .constant("w", Tensor.of(Shape.of(1, 2, 1, 1), 1, 2))
                .node("y", SmallGraph.conv(), "r w", 1, 1, 4, 4)),
        Arguments.of(
            "each filter its channel",
            new SmallGraph()
                .input("x", 1, 2, 4, 4)
                .constant("w", Tensor.of(Shape.of(2, 1, 1, 1), -1, 2))
                .node("y", depthwise(), "x w", 1, 2, 4, 4)));
  }

  private static Conv depthwise() {
    List<Integer> one = List.of(1, 1);
    return new Conv(new Window(one, one, one, List.of(0, 0, 0, 0), Window.AutoPad.EXPLICIT), 2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sums")
  void channelsWeighAsTheirWeightsSquared(String name, SmallGraph graph) {
    assertThat(ReadingEnergy.of("x", graph.output("y").graph())).as(name).contains(ONE_TO_FOUR);
  }

  @Test
  void whatSomethingElseReadsHasNoWeights() {
    SmallGraph sum = read().constant("w", 2, 2).node("y", new MatMul(), "x w", 1, 2);
    Graph added = sum.node("z", new Binary(BinaryFunction.ADD), "x y", 1, 2).output("z").graph();
    assertThat(ReadingEnergy.of("x", added)).isEmpty();
    assertThat(ReadingEnergy.of("z", added)).isEmpty();
    assertThat(ReadingEnergy.of("y", added)).isEmpty();
  }

  @Test
  void extentsThatTheDataDecideHaveNoWeights() {
    Graph graph =
        new SmallGraph()
            .input("x", -1, 2)
            .constant("w", Tensor.of(Shape.of(2, 1), 1, 2))
            .node("y", new MatMul(), "x w", -1, 1)
            .output("y")
            .graph();
    assertThat(ReadingEnergy.of("x", graph)).isEmpty();
  }

  @Test
  void equalChannelsNeedNoWeights() {
    Graph graph =
        read()
            .constant("w", Tensor.of(Shape.of(2, 1), 3, -3))
            .node("y", new MatMul(), "x w", 1, 1)
            .output("y")
            .graph();
    assertThat(ReadingEnergy.of("x", graph)).isEmpty();
  }
}
