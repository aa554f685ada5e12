package io.plumbline.runtime.cases;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every executor owes: the bits of the reference, in every tensor of every case. */
public abstract class ExecutorContract {
  protected abstract Engine executor(Program program, ForeignOps foreignOps);

  static List<ExecutorCase> cases() {
    return ExecutorCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheReferenceInEveryTensor(ExecutorCase given) {
    try (Engine reference = new ReferenceExecutor(given.program(), ForeignCases.NEGATION);
        Engine executor = executor(given.program(), ForeignCases.NEGATION)) {
      assertThat(executor.inputs()).isEqualTo(reference.inputs());
      assertThat(executor.outputs()).isEqualTo(reference.outputs());
      assertThat(executor.tensors()).isEqualTo(reference.tensors());
      RunOptions everything = RunOptions.fetching(reference.tensors());
      requireEqual(
          executor.run(given.inputs(), everything), reference.run(given.inputs(), everything));
      requireEqual(executor.run(given.inputs()), reference.run(given.inputs()));
    }
  }

  /** Programs of the cases with foreign nodes, for each of which something is taken and given. */
  @ParameterizedTest
  @MethodSource("cases")
  void closesWhatItHadPrepared(ExecutorCase given) {
    var taken = new CountedForeignOps(Integer.MAX_VALUE);
    executor(given.program(), taken).close();
    assertThat(taken.prepared()).isEqualTo(foreign(given.program()));
    assertThat(taken.open()).isZero();
  }

  @Test
  void closesWhatItHadPreparedWhenAnotherNodeCannotBe() {
    Program program = CountedForeignOps.twoNodes();
    var taken = new CountedForeignOps(1);
    assertThatThrownBy(() -> executor(program, taken)).isInstanceOf(UnsupportedException.class);
    assertThat(taken.prepared()).isEqualTo(1);
    assertThat(taken.open()).isZero();
  }

  private static long foreign(Program program) {
    return program.instructions().stream().filter(Instruction.Foreign.class::isInstance).count();
  }

  private static void requireEqual(
      SequencedMap<String, Tensor> found, SequencedMap<String, Tensor> expected) {
    assertThat(List.copyOf(found.keySet())).isEqualTo(List.copyOf(expected.keySet()));
    for (Map.Entry<String, Tensor> entry : found.entrySet()) {
      Tensor tensor = entry.getValue();
      Tensor wanted = requireNonNull(expected.get(entry.getKey()));
      assertThat(difference(tensor, wanted)).as(entry.getKey()).isEmpty();
    }
  }

  /** Empty when every bit is the same, of all but NaN, whose bits no processor promises. */
  private static Optional<String> difference(Tensor found, Tensor expected) {
    if (found.dtype() != expected.dtype() || !found.shape().equals(expected.shape())) {
      return Optional.of("is %s, not %s".formatted(found, expected));
    }
    for (long i = 0; i < expected.elements(); i++) {
      double element = expected.getDouble(i);
      if (Double.compare(found.getDouble(i), element) != 0) {
        return Optional.of("has %s at %d, not %s".formatted(found.getDouble(i), i, element));
      }
    }
    return Optional.empty();
  }
}
