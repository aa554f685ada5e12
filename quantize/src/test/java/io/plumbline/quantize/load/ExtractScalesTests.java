package io.plumbline.quantize.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
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
}
