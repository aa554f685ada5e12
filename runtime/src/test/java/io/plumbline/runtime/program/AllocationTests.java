package io.plumbline.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.cases.ProgramBuilder;
import io.plumbline.runtime.program.Allocation.Occupant;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the values of each program of {@link ExecutorCases} lie. */
class AllocationTests {
  private static final long SCRATCH = 100;
  private static final int ELEMENTS = 256;

  static List<ExecutorCase> cases() {
    return ExecutorCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsThereTogetherDoesNotOverlap(ExecutorCase given) {
    Allocation allocation = Allocation.of(given.program(), _ -> SCRATCH);
    List<Occupant> occupants = allocation.occupants();
    assertThat(occupants.stream().filter(Occupant::isScratch))
        .hasSameSizeAs(given.program().instructions());
    for (int one = 0; one < occupants.size(); one++) {
      Occupant occupant = occupants.get(one);
      assertThat(occupant.place()).isNotNegative();
      assertThat(occupant.place() + occupant.bytes()).isLessThanOrEqualTo(allocation.bytes());
      for (Occupant other : occupants.subList(0, one)) {
        boolean together = occupant.from() <= other.to() && other.from() <= occupant.to();
        if (together && !isInPlace(given.program(), occupant, other)) {
          assertThat(
                  occupant.place() + occupant.bytes() <= other.place()
                      || other.place() + other.bytes() <= occupant.place())
              .as("%s, %s", occupant, other)
              .isTrue();
        }
      }
    }
  }

  /** Whether one is written over the other by an instruction that nothing reads after. */
  private static boolean isInPlace(Program program, Occupant one, Occupant other) {
    return one.place() == other.place()
        && program.instructions().stream()
            .map(
                instruction ->
                    Stream.concat(instruction.inputs().stream(), instruction.outputs().stream())
                        .map(value -> program.value(value).name())
                        .toList())
            .anyMatch(names -> names.containsAll(List.of(one.name(), other.name())));
  }

  @Test
  void quantizedElementsTakeThePlaceOfRealOnes() {
    Allocation allocation = Allocation.of(quantized(false), _ -> 0);
    assertThat(allocation.place(1)).isEqualTo(allocation.place(0));
    assertThat(allocation.bytes()).isEqualTo(Float.BYTES * ELEMENTS + Allocation.ALIGNMENT);
    assertThat(allocation.occupants())
        .extracting(Occupant::from, Occupant::to)
        .containsExactly(tuple(0, 0), tuple(1, 1), tuple(1, 1));
  }

  @Test
  void whatIsReadAgainKeepsItsPlace() {
    Allocation allocation = Allocation.of(quantized(true), _ -> 0);
    assertThat(allocation.place(1)).isEqualTo(Float.BYTES * ELEMENTS);
  }

  /** A real input is quantized, and read again behind that if wanted. */
  private static Program quantized(boolean outputsInput) {
    QuantParams params = QuantParams.perTensor(DType.INT8, 0.5f, 0);
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.real(ELEMENTS);
    builder.feed(input, Tensor.allocate(DType.FLOAT32, Shape.of(ELEMENTS)));
    int bytes = builder.quantized(params, ELEMENTS);
    int moved = builder.quantized(params, ELEMENTS);
    builder.add(new Instruction.Quantize("quantize", input, bytes));
    builder.add(new Instruction.Permute("permute", bytes, moved, List.of(0)));
    builder.output(moved);
    if (outputsInput) {
      builder.output(input);
    }
    return builder.build("quantize").program();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void placesThatAreRestoredAreThoseOfBefore(ExecutorCase given) {
    Allocation made = Allocation.of(given.program(), _ -> 0);
    Allocation restored = Allocation.restored(given.program(), made.places(), made.bytes());
    assertThat(restored.occupants()).isEqualTo(made.occupants());
    assertThat(restored.bytes()).isEqualTo(made.bytes());
  }
}
