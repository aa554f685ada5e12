package io.plumbline.codegen.ends;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.ProgramVerifier;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemoveEndsTests {
  private static final List<String> ALL =
      List.of("Quantize", "Dequantize", "Transpose", "Cast", "Reshape", "Softmax");
  private static final Shape LOGICAL = Shape.of(1, 3, 2, 2);
  private static final Shape STORED = Shape.of(1, 2, 2, 3);
  private static final QuantParams PARAMS = QuantParams.perTensor(DType.INT8, 0.5f, 0);
  private static final ForeignOps NONE =
      (node, _) -> {
        throw new AssertionError(node.node());
      };

  /** x → Quantize → to channels-last → Concat → to logical order → Dequantize → y. */
  private static Program program() {
    return new Program(
        "ends",
        Rounding.HALF_EVEN,
        List.of(
            new ProgramValue("x", DType.FLOAT32, LOGICAL, Layout.PLAIN, Optional.empty()),
            integers("q", LOGICAL, Layout.PLAIN),
            integers("stored", STORED, Layout.CHANNELS_LAST),
            integers("joined", STORED.with(1, 4), Layout.CHANNELS_LAST),
            integers("r", Shape.of(1, 3, 4, 2), Layout.PLAIN),
            new ProgramValue(
                "y", DType.FLOAT32, Shape.of(1, 3, 4, 2), Layout.PLAIN, Optional.empty())),
        List.of(0),
        List.of(5),
        new LinkedHashMap<>(),
        List.of(
            new Instruction.Quantize("quantize", 0, 1),
            new Instruction.Permute("in", 1, 2, List.of(0, 2, 3, 1)),
            new Instruction.Concat("concat", List.of(2, 2), 3, 1),
            new Instruction.Permute("out", 3, 4, List.of(0, 3, 1, 2)),
            new Instruction.Dequantize("dequantize", 4, 5)));
  }

  private static ProgramValue integers(String name, Shape shape, Layout layout) {
    return new ProgramValue(name, DType.INT8, shape, layout, Optional.of(PARAMS));
  }

  private static List<String> ports(Program program, List<Integer> indices) {
    return indices.stream().map(index -> program.value(index).name()).toList();
  }

  @Test
  void portsThatStandForStoredValuesAreNotTakenAwayAgain() {
    RemoveEnds.Trimmed trimmed = RemoveEnds.apply(program(), ALL, List.of());
    Program program = trimmed.program();
    assertThat(ProgramVerifier.problems(program)).isEmpty();
    assertThat(program.instructions())
        .extracting(each -> each.getClass().getSimpleName() + " " + each.node())
        .containsExactly("Reshape in", "Concat concat", "Reshape out");
    assertThat(ports(program, program.inputs())).containsExactly("stored.port");
    assertThat(ports(program, program.outputs())).containsExactly("joined.port");
    assertThat(trimmed.findings())
        .extracting(Finding::where)
        .containsExactlyInAnyOrder("quantize", "in", "out", "dequantize");
  }

  @Test
  void whatIsLeftComputesTheSame() {
    Tensor stored = Tensor.ofIntegers(DType.INT8, STORED, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    Program program = RemoveEnds.apply(program(), ALL, List.of()).program();
    try (var executor = new ReferenceExecutor(program, NONE)) {
      Tensor joined =
          requireNonNull(executor.run(Map.of("stored.port", stored)).get("joined.port"));
      assertThat(joined.shape()).isEqualTo(Shape.of(1, 4, 2, 3));
      for (long i = 0; i < joined.elements(); i++) {
        assertThat(joined.getLong(i)).isEqualTo(i % 12 + 1);
      }
    }
  }

  /** x → Quantize → Dequantize → y, and Dequantize → z besides. */
  @Test
  void aValueIsAnOutputOnceAtMost() {
    Program twice =
        new Program(
            "twice",
            Rounding.HALF_EVEN,
            List.of(real("x"), integers("q", LOGICAL, Layout.PLAIN), real("y"), real("z")),
            List.of(0),
            List.of(2, 3),
            new LinkedHashMap<>(),
            List.of(
                new Instruction.Quantize("quantize", 0, 1),
                new Instruction.Dequantize("first", 1, 2),
                new Instruction.Dequantize("second", 1, 3)));
    Program program = RemoveEnds.apply(twice, List.of("Dequantize"), List.of()).program();
    assertThat(ProgramVerifier.problems(program)).isEmpty();
    assertThat(ports(program, program.outputs())).containsExactly("q", "z");
  }

  private static ProgramValue real(String name) {
    return new ProgramValue(name, DType.FLOAT32, LOGICAL, Layout.PLAIN, Optional.empty());
  }

  @Test
  void namedNodesGoAndOthersStay() {
    Program program =
        RemoveEnds.apply(program(), List.of(), List.of("dequantize", "y", "in")).program();
    assertThat(ports(program, program.inputs())).containsExactly("x");
    assertThat(ports(program, program.outputs())).containsExactly("r");
  }
}
