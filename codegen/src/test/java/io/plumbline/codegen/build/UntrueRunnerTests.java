package io.plumbline.codegen.build;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.compiled.SteppedExecutor;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.served.ServedModule;
import io.plumbline.tensor.EnvironmentException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Processes that do not serve as the program around a module does: none is believed, none waited
 * for.
 */
class UntrueRunnerTests {
  private static final ExecutorCase CASE = ExecutorCases.all().getFirst();
  private static final CSource SOURCE = CEmitter.emit(CASE.program(), "x");
  private static final ForeignOps NONE =
      (instruction, _) -> {
        throw new IllegalStateException(instruction.node());
      };

  @TempDir private Path folder;

  /**
   * The files {@code greeting} and {@code answer}, to running, are those of a true one, and the
   * heads {@code failed}, {@code short} and {@code long} are not; {@code ALL} and {@code RUN} are
   * how many bytes it is asked with, in all and before it answers that it ran.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echo 'Welcome to the board, admin'                | board.answer | its first bytes are no greeting: "Welcome to the board, ad"
          printf hello                                      | board.ended  | greeting ends after 5 of 24 bytes: "hello"; exit status 0
          echo no such file >&2; exit 7                     | board.ended  | exit status 7: no such file
          cat other                                         | board.answer | steps: expected
          cat greeting; head -c RUN > /dev/null; kill -9 $$ | board.ended  | exit status 137
          cat greeting; exec sleep 60                       | board.late   | did not answer within
          cat greeting greeting; cat > /dev/null            | board.answer | the number of an answer: expected
          cat greeting failed; cat > /dev/null              | board.answer | have the result 9
          cat greeting answer; head -c 10 short; head -c ALL > /dev/null | board.ended  | an answer ends after 10 of 24 bytes
          cat greeting answer long; cat > /dev/null         | board.answer | bytes of an answer: expected
          cat greeting answer short; exec sleep 60          | board.late   | did not answer within
          """)
  void isNamedAndEnded(String script, String code, String told) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: no /bin/sh");
    int steps = CASE.program().instructions().size();
    int inputs = CASE.program().inputs().size();
    long bytes = SOURCE.allocation().bytes(CASE.program().outputs().getFirst());
    write("greeting", 0x31534c50, steps, SOURCE.allocation().bytes(), SOURCE.weights().size());
    write("other", 0x31534c50, steps + 1, SOURCE.allocation().bytes(), SOURCE.weights().size());
    write("answer", inputs + 1, 0, 5, 0);
    write("failed", inputs + 1, 9, 5, 0);
    write("short", inputs + 2, 0, 0, bytes);
    write("long", inputs + 2, 0, 0, bytes + 1);
    long asked =
        24L * (inputs + 2)
            + CASE.inputs().values().stream().mapToLong(tensor -> tensor.data().byteSize()).sum();
    String whole =
        script.replace("ALL", Long.toString(asked)).replace("RUN", Long.toString(asked - 24));
    try (Engine engine = engine("cd '%s'; %s".formatted(folder, whole))) {
      assertThatThrownBy(() -> engine.run(CASE.inputs()))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining(told)
          .extracting(error -> ((EnvironmentException) error).code())
          .isEqualTo(code);
      assertThatThrownBy(() -> engine.run(CASE.inputs())).isInstanceOf(EnvironmentException.class);
    }
  }

  private void write(String name, int first, int second, long third, long fourth) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
    bytes.putInt(first).putInt(second).putLong(third).putLong(fourth);
    Files.write(folder.resolve(name), bytes.array());
  }

  private static Engine engine(String script) {
    return new SteppedExecutor(
        "served",
        CASE.program(),
        NONE,
        SOURCE.allocation(),
        new ServedModule(
            CASE.program(),
            SOURCE.allocation(),
            SOURCE.weights().size(),
            new LocalRunners(List.of("/bin/sh", "-c", script)),
            Duration.ofSeconds(2)));
  }
}
