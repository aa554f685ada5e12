package io.plumbline.formats.onnx;

import static io.plumbline.formats.onnx.Models.graphAttribute;
import static io.plumbline.formats.onnx.Models.model;
import static io.plumbline.formats.onnx.Models.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.AttributeProto.AttributeType;
import io.plumbline.formats.wire.FunctionProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.OperatorSetIdProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.op.LeakyRelu;
import io.plumbline.tensor.BadModelException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionTests {
  private static final AttributeProto SLOPE =
      AttributeProto.newBuilder()
          .setName("alpha")
          .setType(AttributeType.FLOAT)
          .setRefAttrName("slope")
          .build();

  private static FunctionProto.Builder function(String name) {
    return FunctionProto.newBuilder()
        .setName(name)
        .setDomain("own")
        .addInput("i")
        .addOutput("o")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13));
  }

  private static NodeProto.Builder call(String name, String input, String output) {
    return node(name, input, output).setDomain("own").setName(name + "_" + output);
  }

  private static NodeProto.Builder sloped(NodeProto.Builder call, float slope) {
    return call.addAttribute(
        AttributeProto.newBuilder().setName("slope").setType(AttributeType.FLOAT).setF(slope));
  }

  private static Graph read(ModelProto.Builder model) {
    return OnnxReader.read(model.build().toByteArray(), "functions");
  }

  private static FunctionProto.Builder twice() {
    return function("Twice")
        .addAttribute("slope")
        .addNode(node("LeakyRelu", "i", "m").addAttribute(SLOPE))
        .addNode(node("LeakyRelu", "m", "o").addAttribute(SLOPE));
  }

  private static List<Float> slopes(Graph graph) {
    return graph.nodes().stream()
        .map(node -> node.op() instanceof LeakyRelu(float alpha) ? alpha : Float.NaN)
        .toList();
  }

  @Test
  void callsBecomeTheNodesOfTheFunctionWithTheCallsOwnAttributes() {
    Graph graph =
        read(
            model(
                    GraphProto.newBuilder()
                        .addNode(sloped(call("Twice", "x", "m"), 0.5f))
                        .addNode(sloped(call("Twice", "m", "y"), 0.25f)))
                .addFunctions(twice()));
    assertThat(slopes(graph)).containsExactly(0.5f, 0.5f, 0.25f, 0.25f);
    assertThat(graph.info().functions()).isEmpty();
    assertThat(graph.producer("m")).isPresent();
    assertThat(graph.nodes().getFirst().name()).isEqualTo("Twice_m/LeakyRelu");
  }

  @Test
  void attributesThatNobodyGivesTakeTheFunctionsDefault() {
    FunctionProto.Builder withDefault =
        twice()
            .clearAttribute()
            .addAttributeProto(
                AttributeProto.newBuilder()
                    .setName("slope")
                    .setType(AttributeType.FLOAT)
                    .setF(0.125f));
    assertThat(
            slopes(
                read(
                    model(GraphProto.newBuilder().addNode(call("Twice", "x", "y")))
                        .addFunctions(withDefault))))
        .containsExactly(0.125f, 0.125f);
    // The op's own default where neither gives one.
    assertThat(
            slopes(
                read(
                    model(GraphProto.newBuilder().addNode(call("Twice", "x", "y")))
                        .addFunctions(twice()))))
        .containsExactly(0.01f, 0.01f);
  }

  @Test
  void functionsCallFunctionsAndHandInputsThrough() {
    FunctionProto.Builder outer =
        function("Outer").addOutput("i").addNode(sloped(call("Twice", "i", "o"), 0.5f));
    Graph graph =
        read(
            model(
                    GraphProto.newBuilder()
                        .addNode(node("Outer", List.of("x"), List.of("a", "b")).setDomain("own"))
                        .addNode(node("Add", List.of("a", "b"), List.of("y"))))
                .addFunctions(outer)
                .addFunctions(twice()));
    assertThat(graph.nodes().stream().map(node -> node.op().type()))
        .containsExactlyInAnyOrder("LeakyRelu", "LeakyRelu", "Identity", "Add");
  }

  @Test
  void callsInBranchesAreInlinedWithoutAClashOfNames() {
    GraphProto.Builder branch =
        GraphProto.newBuilder()
            .setName("b")
            .addNode(sloped(call("Twice", "x", "o"), 0.5f))
            .addOutput(Models.value("o"));
    ModelProto.Builder model =
        model(
                GraphProto.newBuilder()
                    .addInitializer(
                        TensorProto.newBuilder().setName("c").setDataType(9).addInt32Data(1))
                    .addNode(
                        node("If", "c", "y")
                            .addAttribute(graphAttribute("then_branch", branch))
                            .addAttribute(graphAttribute("else_branch", branch))))
            .addFunctions(twice());
    byte[] bytes = OnnxWriter.toBytes(read(model));
    Graph again = OnnxReader.read(bytes, "again");
    assertThat(again.info().functions()).isEmpty();
    assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("Twice_o/m")
        .contains("Twice_o/m_1");
  }

  @Test
  void functionsOfAnotherOpsetStay() {
    FunctionProto.Builder older =
        twice()
            .clearOpsetImport()
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(11));
    Graph graph =
        read(
            model(GraphProto.newBuilder().addNode(sloped(call("Twice", "x", "y"), 1)))
                .addFunctions(older));
    assertThat(graph.info().functions()).hasSize(1);
    assertThat(graph.nodes().getFirst().op().type()).isEqualTo("Twice");
  }

  @Test
  void circlesAndAvalanchesAreRefused() {
    assertRefused(
        model(GraphProto.newBuilder().addNode(call("Self", "x", "y")))
            .addFunctions(function("Self").addNode(call("Self", "i", "o"))));
    ModelProto.Builder avalanche = model(GraphProto.newBuilder().addNode(call("F0", "x", "y")));
    for (int i = 0; i < 40; i++) {
      avalanche.addFunctions(
          function("F" + i)
              .addNode(call("F" + (i + 1), "i", "m"))
              .addNode(call("F" + (i + 1), "m", "o")));
    }
    assertRefused(avalanche.addFunctions(function("F40").addNode(node("Relu", "i", "o"))));
  }

  private static void assertRefused(ModelProto.Builder model) {
    assertThatThrownBy(() -> read(model))
        .isInstanceOfSatisfying(
            BadModelException.class, e -> assertThat(e.code()).isEqualTo("model.functions"));
  }
}
