package io.plumbline.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FuseSoftmaxTests {
  private static Graph byHand(int maximumAxis, int sumAxis, boolean keeps, String reduced) {
    return new Sketch()
        .input("x", 2, 3, 4)
        .input("z", 2, 3, 4)
        .typed("e", 2, 3, 4)
        .node("m", new Reduce(ReduceFunction.MAX, List.of(maximumAxis), keeps), reduced)
        .node("d", new Binary(BinaryFunction.SUB), "x", "m")
        .node("e", new Unary(UnaryFunction.EXP), "d")
        .node("s", new Reduce(ReduceFunction.SUM, List.of(sumAxis), keeps), "e")
        .node("y", new Binary(BinaryFunction.DIV), "e", "s")
        .graph("y");
  }

  @ParameterizedTest
  @CsvSource({"-1,-1,-1,17", "2,-1,-1,11", "1,1,-2,13"})
  void aSoftmaxInFiveNodesIsOne(int maximumAxis, int sumAxis, int axis, long opset) {
    Graph graph = byHand(maximumAxis, sumAxis, true, "x").withInfo(ModelInfo.ofOpset(opset));
    Graph fused = Sketch.rewrite(new FuseSoftmax(), graph);
    assertThat(Sketch.text(fused)).isEqualTo("y = Softmax(x)");
    assertThat(fused.nodes().getFirst().op()).isEqualTo(new Softmax(axis));
  }

  @ParameterizedTest
  @CsvSource({"-1,-2,true,x,17", "1,1,true,x,12", "-1,-1,false,x,17", "-1,-1,true,z,17"})
  void othersStay(int maximumAxis, int sumAxis, boolean keeps, String reduced, long opset) {
    Graph graph = byHand(maximumAxis, sumAxis, keeps, reduced).withInfo(ModelInfo.ofOpset(opset));
    assertThat(Sketch.fires(new FuseSoftmax(), graph)).isFalse();
  }
}
