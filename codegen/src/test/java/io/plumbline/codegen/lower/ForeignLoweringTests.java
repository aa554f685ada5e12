package io.plumbline.codegen.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.graph.Graph;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Finding;
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
    assertThat(foreign.reason()).isEqualTo("kept in float32");
  }

  @Test
  void floatNodePlannedInFloatIsNoFinding() {
    SmallModel model = opaqueInTheMiddle();
    LoweredProgram lowered = model.lower();
    assertThat(lowered.findings()).isEmpty();
    assertThat(lowered.placements())
        .extracting(Placement::kind)
        .containsExactly(Placement.Kind.INTEGER, Placement.Kind.FOREIGN, Placement.Kind.INTEGER);
    Meaning.requireEqual(model, lowered.program());
  }

  @Test
  void integerNodeWithoutInstructionIsAFinding() {
    SmallModel model =
        ConvolutionModels.image()
            .weights("tw", 0, 4, 2, 2, 2)
            .node(
                "up",
                new ConvTranspose(ConvolutionModels.square(2, 2, 0), List.of(0, 0), 1),
                List.of("h", "tw"),
                "y",
                1,
                2,
                10,
                12)
            .quantize("y", 0.05f, 0)
            .integer("up")
            .output("y");
    LoweredProgram lowered = model.lower();
    assertThat(lowered.findings())
        .containsExactly(
            Finding.warning(
                "lower.float-fallback",
                "up",
                "Planned in integers, runs in float32: weight scales run along axis 0, not the"
                    + " output channels."));
    Meaning.requireEqual(model, lowered.program());
  }

  @Test
  void fusedNodesFallBackTogether() {
    Window cube =
        new Window(
            List.of(1, 1, 1),
            List.of(1, 1, 1),
            List.of(1, 1, 1),
            List.of(0, 0, 0, 0, 0, 0),
            Window.AutoPad.EXPLICIT);
    SmallModel model =
        new SmallModel()
            .input("x", 1, 2, 3, 4, 5)
            .weights("w", 1, 2, 3, 1, 1, 1)
            .node(
                "conv",
                new ConvTranspose(cube, List.of(0, 0, 0), 1),
                List.of("x", "w"),
                "c",
                1,
                3,
                3,
                4,
                5)
            .node("relu", new Unary(UnaryFunction.RELU), "c", "y", 1, 3, 3, 4, 5)
            .quantize("x", 0.05f, 3)
            .quantize("y", 0.05f, -128)
            .integer("conv", "relu")
            .output("y");
    LoweredProgram lowered = model.lower();
    assertThat(lowered.findings()).hasSize(1);
    assertThat(Meaning.foreignNodes(lowered.program()))
        .extracting(Instruction.Foreign::type)
        .containsExactly("ConvTranspose+Relu");
    Meaning.requireEqual(model, lowered.program());
  }

  @Test
  void accumulatorThatCouldOverflowFallsBack() {
    SmallModel model =
        ConvolutionModels.image()
            .weights("cw", 0, 1, 4, 1, 1)
            .constant("cb", Tensor.of(Shape.of(1), 1e6f))
            .node(
                "conv",
                new Conv(ConvolutionModels.square(1, 1, 0), 1),
                List.of("h", "cw", "cb"),
                "y",
                1,
                1,
                5,
                6)
            .integer("conv")
            .output("y");
    LoweredProgram lowered = model.lower();
    assertThat(lowered.findings().getFirst().message()).contains("accumulator");
    assertThat(Meaning.foreignNodes(lowered.program())).hasSize(1);
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
