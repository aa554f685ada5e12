package io.plumbline.runtime.reference;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.cases.ForeignCases;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every output element is the integer nearest to the real result of the same operands; only within
 * float32 rounding of a tie may it be the next one.
 */
class RealMeaningTests {
  static List<ExecutorCase> cases() {
    return ExecutorCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyElementIsNearestToItsRealValue(ExecutorCase given) {
    Program program = given.program();
    Map<Integer, Tensor> values = new HashMap<>(program.constants());
    for (int input : program.inputs()) {
      values.put(input, requireNonNull(given.inputs().get(program.value(input).name())));
    }
    for (Instruction instruction : program.instructions()) {
      List<Tensor> operands = new ArrayList<>();
      for (int index : instruction.inputs()) {
        operands.add(requireNonNull(values.get(index)));
      }
      if (instruction instanceof Instruction.Foreign foreign) {
        values.put(
            foreign.output(),
            ForeignCases.NEGATION.prepare(foreign, program).run(operands).getFirst());
      } else {
        List<Tensor> results = ReferenceKernels.execute(instruction, program, operands);
        for (int i = 0; i < results.size(); i++) {
          requireNearest(instruction, i, program, operands, results.get(i));
        }
        for (int i = 0; i < results.size(); i++) {
          values.put(instruction.outputs().get(i), results.get(i));
        }
      }
    }
  }

  private static void requireNearest(
      Instruction instruction, int number, Program program, List<Tensor> operands, Tensor result) {
    ProgramValue output = program.value(instruction.outputs().get(number));
    assertThat(result.dtype()).isEqualTo(output.dtype());
    assertThat(result.shape()).isEqualTo(output.shape());
    for (long i = 0; i < result.elements(); i++) {
      long[] at = RealOracle.unravel(i, output.shape());
      RealOracle.Real real = RealOracle.element(instruction, number, program, operands, at);
      double found = result.getDouble(i);
      if (output.params().isEmpty()) {
        requireClose(instruction, i, found, real);
      } else {
        QuantParams params = output.quant();
        int channel = params.isPerTensor() ? 0 : (int) at[params.axis()];
        double steps = real.value() / params.scale(channel);
        double nearest =
            Double.isNaN(steps)
                ? params.zeroPoint(channel)
                : Math.clamp(
                    steps + params.zeroPoint(channel),
                    output.dtype().minimum(),
                    output.dtype().maximum());
        assertThat(Math.abs(found - nearest))
            .as("%s element %d: found %s for %s", instruction.node(), i, found, nearest)
            .isLessThanOrEqualTo(0.5 + 1e-9 + real.slack() / params.scale(channel));
      }
    }
  }

  private static void requireClose(
      Instruction instruction, long index, double found, RealOracle.Real real) {
    if (Double.isFinite(real.value())) {
      assertThat(Math.abs(found - real.value()))
          .as("%s element %d: found %s for %s", instruction.node(), index, found, real.value())
          .isLessThanOrEqualTo(real.slack());
    } else {
      assertThat(Double.compare(found, real.value())).as("element %d", index).isZero();
    }
  }
}
