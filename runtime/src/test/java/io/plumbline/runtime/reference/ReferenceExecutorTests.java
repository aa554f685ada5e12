package io.plumbline.runtime.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.program.ProgramVerifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases that every executor runs are sound. */
class ReferenceExecutorTests {
  static List<ExecutorCase> programs() {
    return ExecutorCases.all();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theVerifierAcceptsEveryCase(ExecutorCase given) {
    assertThat(ProgramVerifier.problems(given.program())).isEmpty();
  }

  @Test
  void caseNamesAreUnique() {
    assertThat(ExecutorCases.all().stream().map(ExecutorCase::name)).doesNotHaveDuplicates();
  }
}
