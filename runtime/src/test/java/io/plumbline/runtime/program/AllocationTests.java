package io.plumbline.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.program.Allocation.Occupant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the values of each program of {@link ExecutorCases} lie. */
class AllocationTests {
  private static final long SCRATCH = 100;

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
        if (occupant.from() <= other.to() && other.from() <= occupant.to()) {
          assertThat(
                  occupant.place() + occupant.bytes() <= other.place()
                      || other.place() + other.bytes() <= occupant.place())
              .as("%s, %s", occupant, other)
              .isTrue();
        }
      }
    }
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
