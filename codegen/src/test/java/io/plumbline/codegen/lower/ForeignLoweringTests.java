package io.plumbline.codegen.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.graph.Graph;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignLoweringTests {
  private static SmallModel opaqueInTheMiddle() {
    return ConvolutionModels.image()
        .node("selu", new OpaqueOp("", "Selu", new LinkedHashMap<>()), "h", "s", 1, 4, 5, 6)
        .node("relu", new Unary(UnaryFunction.RELU), "s", "y", 1, 4, 5, 6)
        .quantize("s", 0.06f, -20)
        .quantize("y", 0.05f, -128)
        .floating("selu")
        .integer("relu")
        .output("y");
  }

  @Test
  void floatNodeStandsBetweenExplicitConversions() {
    Program program = opaqueInTheMiddle().lower().program();
    assertThat(program.instructions().stream().map(step -> LoweringTests.line(step, program)))
        .containsExactly(
            "Quantize first x > x.quantized",
            "Permute first x.quantized > x.quantized.channels_last",
            "MaxPool first x.quantized.channels_last > h",
            "Permute selu h > h.plain",
            "Dequantize selu h.plain > h.dequantized.plain",
            "Foreign selu h.dequantized.plain > s.unquantized",
            "Quantize selu s.unquantized > s",
            "Lookup relu s > y.quantized",
            "Dequantize relu y.quantized > y");
    Instruction.Foreign foreign = Meaning.foreignNodes(program).getFirst();
    assertThat(foreign.type()).isEqualTo("Selu");
    assertThat(foreign.reason()).isEqualTo("planned in float32");
  }

  @Test
  void onlyTheFloatNodeIsForeign() {
    SmallModel model = opaqueInTheMiddle();
    LoweredProgram lowered = model.lower();
    assertThat(lowered.placements())
        .extracting(Placement::kind)
        .containsExactly(Placement.Kind.INTEGER, Placement.Kind.FOREIGN, Placement.Kind.INTEGER);
    Meaning.requireEqual(model, lowered.program());
  }

  @Test
  void fusedNodesRunTogetherInFloatWhereAnAccumulatorCouldOverflow() {
    SmallModel model =
        ConvolutionModels.image()
            .weights("cw", 0, 1, 4, 1, 1)
            .constant("cb", Tensor.of(Shape.of(1), 1e6f))
            .node(
                "conv",
                new Conv(ConvolutionModels.square(1, 1, 0), 1),
                List.of("h", "cw", "cb"),
                "c",
                1,
                1,
                5,
                6)
            .node("relu", new Unary(UnaryFunction.RELU), "c", "y", 1, 1, 5, 6)
            .output("y");
    LoweredProgram lowered = model.lower();
    assertThat(lowered.placements().getLast())
        .isEqualTo(
            new Placement(
                "conv+relu", Placement.Kind.FOREIGN, "an accumulator could leave 32 bits"));
    assertThat(Meaning.foreignNodes(lowered.program()))
        .extracting(Instruction.Foreign::type)
        .containsExactly("Conv+Relu");
    Meaning.requireEqual(model, lowered.program());
  }

  @Test
  void modelOfANodeIsSelfContained() {
    Program program = opaqueInTheMiddle().lower().program();
    Instruction.Foreign foreign = Meaning.foreignNodes(program).getFirst();
    Graph graph = OnnxReader.read(foreign.model().toBytes(), "selu");
    assertThat(graph.inputs()).containsExactly("h.dequantized.plain");
    assertThat(graph.outputs()).containsExactly("s.unquantized");
    assertThat(graph.nodes()).hasSize(1);
  }
}
