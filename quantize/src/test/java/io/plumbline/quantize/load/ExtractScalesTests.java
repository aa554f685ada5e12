package io.plumbline.quantize.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the attributes and numbers of QuantizeLinear and DequantizeLinear mean. */
class ExtractScalesTests {
  private static final int INT8 = 3;
  private static final int INT4 = 22;

  private static Node node(String type, List<String> inputs, String output, Object... attributes) {
    SequencedMap<String, Attribute> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      map.put(
          String.valueOf(attributes[i]),
          new Attribute.IntValue(((Number) attributes[i + 1]).longValue()));
    }
    return Node.original(type + "_node", new OpaqueOp("", type, map), inputs, List.of(output));
  }

  private static Graph graph(Map<String, Tensor> constants, Node... nodes) {
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    types.put("x", TensorType.of(DType.FLOAT32, Shape.of(1, 4)));
    return new Graph(
        "g",
        ModelInfo.ofOpset(21),
        List.of("x"),
        List.of("y"),
        List.of(nodes),
        new LinkedHashMap<>(constants),
        types);
  }

  /** x through a pair of one scale without zero point, and a Relu behind it. */
  private static Graph pair(float scale, Object... attributes) {
    return graph(
        Map.of("s", Tensor.scalar(scale)),
        node("QuantizeLinear", List.of("x", "s"), "q", attributes),
        node("DequantizeLinear", List.of("q", "s"), "d"),
        node("Relu", List.of("d"), "y"));
  }

  private static Graph weights(Tensor integers, Tensor scale, Object... attributes) {
    return graph(
        Map.of("w", integers, "s", scale),
        node("DequantizeLinear", List.of("w", "s"), "d", attributes),
        node("Add", List.of("x", "d"), "y"));
  }

  @Test
  void theTypeOfIntegersWithoutZeroPointIsWhatTheAttributeSays() {
    assertThat(ExtractScales.apply(pair(0.5f, "output_dtype", INT8)).scales().activations())
        .containsEntry("x", QuantParams.perTensor(DType.INT8, 0.5f, 0));
    // uint8 by default, of which 0 is −128 of int8
    assertThat(ExtractScales.apply(pair(0.5f)).scales().activations())
        .containsEntry("x", QuantParams.perTensor(DType.INT8, 0.5f, -128));
  }

  @Test
  void pairsOfOtherIntegersStay() {
    ExtractScales.Extracted extracted = ExtractScales.apply(pair(0.5f, "output_dtype", INT4));
    assertThat(extracted.scales().isEmpty()).isTrue();
    assertThat(extracted.graph().nodes()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      floats = {0, -0.03f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0.0f})
  void activationsCannotBeCountedInSuchSteps(float scale) {
    assertThatThrownBy(() -> ExtractScales.apply(pair(scale)))
        .isInstanceOfSatisfying(
            BadModelException.class, e -> assertThat(e.where()).contains("QuantizeLinear_node"));
  }

  @Test
  void weightsOfAScaleThatIsNotPositiveKeepTheirValuesAlone() {
    ExtractScales.Extracted extracted =
        ExtractScales.apply(
            weights(
                Tensor.of(Shape.of(2, 2), (byte) 1, (byte) 2, (byte) 3, (byte) 4),
                Tensor.of(Shape.of(2), 0, -2f),
                "axis",
                0));
    assertThat(extracted.graph().constant("d").orElseThrow().toFloats())
        .containsExactly(0, 0, -6, -8);
    assertThat(extracted.scales().weights()).isEmpty();
    assertThat(extracted.findings()).extracting(Finding::code).containsExactly("load.not-kept");
  }

  @Test
  void blocksAlongAnAxisHaveScalesOfTheirOwn() {
    ExtractScales.Extracted extracted =
        ExtractScales.apply(
            weights(
                Tensor.of(
                    Shape.of(3, 2), (byte) 1, (byte) 1, (byte) 1, (byte) 1, (byte) 1, (byte) 1),
                Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f),
                "axis",
                0,
                "block_size",
                2));
    assertThat(extracted.graph().constant("d").orElseThrow().toFloats())
        .containsExactly(1, 2, 1, 2, 3, 4);
    assertThat(extracted.findings()).extracting(Finding::code).containsExactly("load.not-kept");
  }

  private static List<Node> chain(Node... nodes) {
    Map<String, Tensor> constants =
        Map.of("s", Tensor.scalar(0.5f), "one", Tensor.scalar(1f / 256), "t", Tensor.scalar(2));
    return ExtractScales.apply(graph(constants, nodes)).graph().nodes();
  }

  private static Node named(String name, String type, List<String> inputs) {
    return Node.original(
        name, new OpaqueOp("", type, new LinkedHashMap<>()), inputs, List.of(name));
  }

  private static Node typed(String name, Op op, String input) {
    return Node.original(name, op, List.of(input), List.of(name));
  }

  @Test
  void whatAPairLimitsToStaysUnderTheNameOfItsResult() {
    ExtractScales.Extracted extracted = ExtractScales.apply(pair(0.5f, "output_dtype", INT8));
    Node clip = extracted.graph().nodes().getFirst();
    assertThat(clip.op()).isEqualTo(new Clip(-64, 63.5f));
    assertThat(clip.output()).isEqualTo("d");
    assertThat(extracted.scales().activations()).containsOnlyKeys("d", "x");
    assertThat(extracted.tookOut()).isTrue();
  }

  @Test
  void aPairOfWhatIsLimitedAlreadyLeavesNothing() {
    assertThat(
            chain(
                named("q", "QuantizeLinear", List.of("x", "s")),
                named("d", "DequantizeLinear", List.of("q", "s")),
                typed("m", new Transpose(List.of(1, 0)), "d"),
                named("r", "QuantizeLinear", List.of("m", "s")),
                named("e", "DequantizeLinear", List.of("r", "s")),
                typed("g", new Unary(UnaryFunction.SIGMOID), "e"),
                named("u", "QuantizeLinear", List.of("g", "one")),
                named("f", "DequantizeLinear", List.of("u", "one")),
                named("y", "Other", List.of("f"))))
        .extracting(Node::output)
        .containsExactly("d", "m", "g", "y");
  }

  private static ExtractScales.Extracted outputs(List<String> outputs, Node... nodes) {
    Map<String, Tensor> constants = Map.of("s", Tensor.scalar(0.5f), "t", Tensor.scalar(2));
    return ExtractScales.apply(graph(constants, nodes).withOutputs(outputs));
  }

  @Test
  void thePairOfAnOutputIsKeptUnderTheNameOfTheOutput() {
    assertThat(
            outputs(
                    List.of("y"),
                    typed("g", new Unary(UnaryFunction.SIGMOID), "x"),
                    named("q", "QuantizeLinear", List.of("g", "s")),
                    named("y", "DequantizeLinear", List.of("q", "s")))
                .scales()
                .activations())
        .containsOnlyKeys("g", "y");
  }

  @Test
  void anOutputIsNotRoundedByAPairBehindIt() {
    ExtractScales.Extracted extracted =
        outputs(
            List.of("g", "d"),
            typed("g", new Unary(UnaryFunction.SIGMOID), "x"),
            named("q", "QuantizeLinear", List.of("g", "s")),
            named("d", "DequantizeLinear", List.of("q", "s")));
    assertThat(extracted.graph().nodes()).extracting(Node::output).containsExactly("g", "d");
    assertThat(extracted.scales().activations()).containsOnlyKeys("d");
  }

  @Test
  void whatIsReadWithoutItsPairHasThePairsIntegersOnlyInPrograms() {
    ExtractScales.Extracted extracted =
        outputs(
            List.of("y"),
            typed("g", new Unary(UnaryFunction.SIGMOID), "x"),
            named("q", "QuantizeLinear", List.of("g", "s")),
            named("d", "DequantizeLinear", List.of("q", "s")),
            named("y", "Other", List.of("g", "d")));
    assertThat(extracted.graph().nodes()).extracting(Node::output).containsExactly("g", "d", "y");
    assertThat(extracted.scales().activations()).containsOnlyKeys("d", "g");
    assertThat(extracted.scales().unrounded()).containsExactly("g");
  }

  @Test
  void aPairBehindAPairRoundsOnceMore() {
    ExtractScales.Extracted extracted =
        outputs(
            List.of("y"),
            typed("g", new Unary(UnaryFunction.SIGMOID), "x"),
            named("q", "QuantizeLinear", List.of("g", "s")),
            named("d", "DequantizeLinear", List.of("q", "s")),
            named("r", "QuantizeLinear", List.of("d", "t")),
            named("y", "DequantizeLinear", List.of("r", "t")));
    assertThat(extracted.graph().nodes()).extracting(Node::output).containsExactly("g", "y");
    assertThat(extracted.scales().activations())
        .hasEntrySatisfying("g", params -> assertThat(params.scale()).isEqualTo(0.5f))
        .hasEntrySatisfying("y", params -> assertThat(params.scale()).isEqualTo(2));
    assertThat(extracted.findings()).isEmpty();
  }

  @Test
  void severalPairsOfOneValueShareTheirLimits() {
    assertThat(
            chain(
                named("q", "QuantizeLinear", List.of("x", "s")),
                named("d", "DequantizeLinear", List.of("q", "s")),
                named("e", "DequantizeLinear", List.of("q", "s")),
                named("r", "QuantizeLinear", List.of("x", "s")),
                named("f", "DequantizeLinear", List.of("r", "s")),
                named("o", "QuantizeLinear", List.of("x", "t")),
                named("g", "DequantizeLinear", List.of("o", "t")),
                named("y", "Other", List.of("d", "e", "f", "g"))))
        .extracting(Node::inputs)
        .containsExactly(List.of("x"), List.of("x"), List.of("d", "d", "d", "g"));
  }

  @Test
  void weightsThatAreQuantizedWhileTheModelRunsAreWhatComesOut() {
    Graph graph =
        graph(
            Map.of(
                "w", Tensor.of(Shape.of(4), 0.2f, 0.25f, -100, 100),
                "s", Tensor.scalar(0.5f),
                "z", Tensor.of(Shape.of(), (byte) 0)),
            named("q", "QuantizeLinear", List.of("w", "s", "z")),
            named("d", "DequantizeLinear", List.of("q", "s", "z")),
            named("y", "Add", List.of("x", "d")));
    assertThat(ExtractScales.apply(graph).graph().constant("d").orElseThrow().toFloats())
        .containsExactly(0, 0, -64, 63.5f);
  }

  @Test
  void aBiasOfAnyScaleIsWhatItStandsFor() {
    Graph graph =
        graph(
            Map.of("b", Tensor.of(Shape.of(4), 40, -30, 20, 1 << 20), "s", Tensor.scalar(0.25f)),
            named("d", "DequantizeLinear", List.of("b", "s")),
            named("y", "Add", List.of("x", "d")));
    ExtractScales.Extracted extracted = ExtractScales.apply(graph);
    assertThat(extracted.graph().constant("d").orElseThrow().toFloats())
        .containsExactly(10, -7.5f, 5, 1 << 18);
    assertThat(extracted.scales().isEmpty()).isTrue();
    assertThat(extracted.findings()).isEmpty();
  }
}
