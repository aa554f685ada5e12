package io.plumbline.runtime.program.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.RecurrentWeights;
import io.plumbline.tensor.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What instructions say of themselves holds for every component they have. */
class InstructionFormsTests {
  static List<ExecutorCase> cases() {
    return ExecutorCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noTensorOfAnInstructionIsLeftOut(ExecutorCase given) throws Exception {
    for (Instruction instruction : given.program().instructions()) {
      List<Tensor> components = new ArrayList<>();
      collect((Record) instruction, components);
      assertThat(InstructionTensors.of(instruction))
          .as(instruction.getClass().getSimpleName())
          .containsExactlyInAnyOrderElementsOf(components);
    }
  }

  private static void collect(Record holder, List<Tensor> found) throws Exception {
    for (RecordComponent component : holder.getClass().getRecordComponents()) {
      if (component.getType() == Tensor.class || component.getType() == RecurrentWeights.class) {
        Object value = component.getAccessor().invoke(holder);
        if (value instanceof Tensor tensor) {
          found.add(tensor);
        } else {
          collect((Record) value, found);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fieldsHandedOutMakeTheSameInstruction(ExecutorCase given) {
    for (Instruction instruction : given.program().instructions()) {
      var kept = new KeptFields(instruction);
      assertThat(InstructionForms.write(instruction, kept)).isEqualTo(instruction);
      assertThat(InstructionForms.read(kept)).isEqualTo(instruction);
    }
  }

  @Test
  void everyKindHasItsLine() {
    assertThat(InstructionForms.kinds())
        .containsExactlyInAnyOrderElementsOf(
            kinds(Instruction.class).stream().map(Class::getSimpleName).toList());
  }

  @Test
  void everyInstructionWithAnOutputStageIsASum() {
    assertThat(kinds(Instruction.class))
        .isNotEmpty()
        .allSatisfy(
            kind ->
                assertThat(Instruction.Summing.class.isAssignableFrom(kind))
                    .as(kind.getSimpleName())
                    .isEqualTo(
                        Arrays.stream(kind.getRecordComponents())
                            .anyMatch(part -> part.getType() == OutputStage.class)));
  }

  private static List<Class<?>> kinds(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(kind -> kind.isRecord() ? Stream.of(kind) : kinds(kind).stream())
        .distinct()
        .toList();
  }
}
