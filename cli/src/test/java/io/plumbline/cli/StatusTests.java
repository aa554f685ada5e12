package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status 1 means that a comparison failed, and nothing else. */
class StatusTests {
  /** Machines are told what people are. */
  @Test
  void aSlipIsCorrectedInJsonToo() {
    PlumbRun run = PlumbRun.of("chekc", "--json");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.json().get("error").get("remedy").asString()).contains("check", "--help");
  }

  @ParameterizedTest
  @CsvSource({"out-of-memory, 4, environment.memory", "too-deep, 70, internal"})
  void errorsOfTheVirtualMachineHaveTheirStatus(String metric, int status, String code) {
    PlumbRun run =
        PlumbRun.of(
            "eval",
            Scene.MODEL,
            "--data",
            Scene.EVALUATION,
            "--labels",
            Scene.LABELS,
            "--preprocess",
            Scene.PREPROCESS,
            "--limit",
            2,
            "--metric",
            metric);
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err()).contains("error[" + code + "]", "where: ", "to do: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--frames", "--frame_count", "--seconds", "--thread_num"})
  void theOptionIsNamedAsItWasTyped(String option) {
    assertThat(PlumbRun.of("perf", Scene.MODEL, option, "0").err())
        .contains("option '%s'".formatted(option));
    assertThat(PlumbRun.of("perf", Scene.MODEL, option + "=0").err())
        .contains("option '%s'".formatted(option));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1025", "2147483647", "99999999999", "many"})
  void threadsHaveBounds(String threads) {
    PlumbRun run = PlumbRun.of("infer", Scene.MODEL, "--input", "x.npy", "--threads", threads);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--threads", threads);
  }
}
