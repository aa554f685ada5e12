package io.plumbline.formats.onnx;

import static io.plumbline.formats.onnx.Models.graphAttribute;
import static io.plumbline.formats.onnx.Models.model;
import static io.plumbline.formats.onnx.Models.node;
import static io.plumbline.formats.onnx.Models.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Well-formed models that no run comes through are refused by the node at fault. */
class UnrunnableModelTests {
  private static BadModelException refused(ModelProto model) {
    return catchThrowableOfType(
        BadModelException.class, () -> OnnxReader.read(model.toByteArray(), "m.onnx"));
  }

  @Test
  void aGraphWithoutOutputs() {
    ModelProto.Builder model = model(GraphProto.newBuilder().addNode(node("Relu", "x", "y")));
    model.getGraphBuilder().clearOutput();
    assertThat(refused(model.build()).code()).isEqualTo("model.no-outputs");
  }

  /** Inputs are separated by dots, nothing between stands for one that is left out. */
  @ParameterizedTest
  @CsvSource({
    "Einsum, x., 1",
    "Add, .x, 0",
    "Concat, x..x, 1",
    "Relu, '', 0",
    "Clip, x., -1",
    "Gemm, x.x., -1",
    "Resize, x..x., -1",
    "ReduceSum, x., -1",
    "MadeUp, x., -1"
  })
  void anInputThatIsNeeded(String type, String inputs, int missing) {
    NodeProto.Builder node = node(type, List.of(inputs.split("\\.", -1)), List.of("y"));
    BadModelException plain =
        refused(model(GraphProto.newBuilder().addNode(node.setName("n"))).build());
    if (missing < 0) {
      assertThat(plain).isNull();
      return;
    }
    assertThat(plain.code()).isEqualTo("model.no-input");
    assertThat(plain).hasMessageContaining("'n'").hasMessageContaining("input " + missing);
    GraphProto.Builder inside = GraphProto.newBuilder().addNode(node).addOutput(value("y"));
    NodeProto.Builder outer =
        node("If", "x", "y").addAttribute(graphAttribute("then_branch", inside));
    assertThat(refused(model(GraphProto.newBuilder().addNode(outer)).build()))
        .hasMessage(plain.getMessage());
  }

  private static TensorProto scalar(String name, DType dtype, long number) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(ElementType.number(dtype));
    return dtype == DType.BOOL
        ? tensor.addInt32Data((int) number).build()
        : tensor.addInt64Data(number).build();
  }

  /** A loop of Relu whose body hands on its condition, has one of its own, or computes it. */
  private static GraphProto.Builder loop(long trips, int begins, String condition) {
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .addInput(value("i"))
            .addInput(value("c_in"))
            .addInput(value("v_in"))
            .addInitializer(scalar("yes", DType.BOOL, 1))
            .addInitializer(scalar("no", DType.BOOL, 0))
            .addNode(node("Relu", "v_in", "v_out"))
            .addNode(node("Not", "no", "computed"))
            .addNode(node("Identity", condition, "c_out"))
            .addOutput(value("c_out"))
            .addOutput(value("v_out"));
    NodeProto.Builder loop =
        node(
                "Loop",
                List.of(trips < 0 ? "" : "trips", begins < 0 ? "" : "begins", "x"),
                List.of("y"))
            .setName("round")
            .addAttribute(graphAttribute("body", body));
    return GraphProto.newBuilder()
        .addInitializer(scalar("trips", DType.INT64, Math.max(trips, 0)))
        .addInitializer(scalar("begins", DType.BOOL, Math.max(begins, 0)))
        .addNode(loop);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, -1, c_in, true",
    "-1, 1, c_in, true",
    "-1, 1, yes, true",
    "9223372036854775807, 1, yes, true",
    "3, 1, yes, false",
    "-1, 0, yes, false",
    "-1, 1, no, false",
    "-1, 1, computed, false"
  })
  void aLoopThatNeverEnds(long trips, int begins, String condition, boolean endless) {
    GraphProto.Builder graph = loop(trips, begins, condition);
    BadModelException refused = refused(model(graph).build());
    if (!endless) {
      assertThat(refused).isNull();
      return;
    }
    assertThat(refused.code()).isEqualTo("model.endless-loop");
    assertThat(refused).hasMessageContaining("'round'");
  }
}
