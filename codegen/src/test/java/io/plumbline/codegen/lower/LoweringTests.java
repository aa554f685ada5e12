package io.plumbline.codegen.lower;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graph.Graph;
import io.plumbline.graph.OpaqueType;
import io.plumbline.graph.UnrankedType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.GlobalAveragePool;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import io.plumbline.graph.op.Window;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class LoweringTests {
  static final Window THREE_BY_THREE =
      new Window(
          List.of(3, 3),
          List.of(1, 1),
          List.of(1, 1),
          List.of(1, 1, 1, 1),
          Window.AutoPad.EXPLICIT);

  private static SmallModel classifier() {
    return new SmallModel()
        .input("x", 1, 3, 5, 5)
        .weights("w", 0, 4, 3, 3, 3)
        .constant("b", 4)
        .weights("fc", 0, 10, 4)
        .constant("fcb", 10)
        .node("conv", new Conv(THREE_BY_THREE, 1), List.of("x", "w", "b"), "c", 1, 4, 5, 5)
        .node("relu", new Unary(UnaryFunction.RELU), "c", "r", 1, 4, 5, 5)
        .node("pool", new GlobalAveragePool(), "r", "p", 1, 4, 1, 1)
        .node("flat", new Flatten(1), "p", "f", 1, 4)
        .node("gemm", new Gemm(1, 1, false, true), List.of("f", "fc", "fcb"), "y", 1, 10)
        .quantize("x", 0.03f, 5)
        .quantize("r", 0.05f, -128)
        .quantize("p", 0.02f, -128)
        .quantize("f", 0.02f, -128)
        .integer("conv", "relu")
        .integer("pool")
        .integer("flat")
        .integer("gemm")
        .output("y");
  }

  @Test
  void everyPlannedGroupBecomesItsInstruction() {
    Program program = classifier().lower().program();
    assertThat(program.instructions().stream().map(instruction -> line(instruction, program)))
        .containsExactly(
            "Quantize conv+relu x > x.quantized",
            "Permute conv+relu x.quantized > x.quantized.channels_last",
            "Convolution conv+relu x.quantized.channels_last > r",
            "Mean pool r > p",
            "Reshape flat p > f",
            "Linear gemm f > y");
  }

  private static String line(Instruction instruction) {
    return instruction.getClass().getSimpleName() + " " + instruction.node();
  }

  static String line(Instruction instruction, Program program) {
    return line(instruction)
        + " "
        + String.join(" ", names(instruction.inputs(), program))
        + " > "
        + String.join(" ", names(instruction.outputs(), program));
  }

  private static List<String> names(List<Integer> indices, Program program) {
    return indices.stream().map(program::value).map(ProgramValue::name).toList();
  }

  @Test
  void sameModelGivesSameProgram() {
    Program first = classifier().lower().program();
    Program second = classifier().lower().program();
    assertThat(first.values()).isEqualTo(second.values());
    assertThat(first.instructions()).hasSameSizeAs(second.instructions());
  }

  @Test
  void programRuns() {
    SmallModel model = classifier();
    try (var executor =
        new ReferenceExecutor(
            model.lower().program(),
            (_, _) -> {
              throw new AssertionError("no foreign node expected");
            })) {
      Tensor y = requireNonNull(executor.run(model.randomInputs()).get("y"));
      assertThat(y.shape()).hasToString("1x10");
    }
  }

  @Test
  void unknownShapeIsRefusedByName() {
    Graph graph = classifier().graph();
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
    types.put("c", new UnrankedType(DType.FLOAT32));
    assertThatThrownBy(
            () -> Lowering.lower(graph.withTypes(types), classifier().plan(), Target.GENERIC))
        .isInstanceOfSatisfying(
            UnsupportedException.class,
            e -> {
              assertThat(e.code()).isEqualTo("lower.dynamic-shape");
              assertThat(e.where()).isEqualTo("c");
            });
    types.put("c", new OpaqueType(List.of()));
    assertThatThrownBy(
            () -> Lowering.lower(graph.withTypes(types), classifier().plan(), Target.GENERIC))
        .isInstanceOfSatisfying(
            UnsupportedException.class, e -> assertThat(e.code()).isEqualTo("lower.not-a-tensor"));
  }
}
