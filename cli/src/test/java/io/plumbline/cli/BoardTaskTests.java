package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flags of {@code hrt_model_exec} that change nothing for a task are told. */
class BoardTaskTests {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "infer INPUT --thread_num 2 | --thread_num changes nothing: it is a flag of perf",
        "infer INPUT --perf_time 1 | --perf_time changes nothing: it is a flag of perf",
        "infer INPUT -profile_path x | -profile_path changes nothing: it is a flag of perf",
        "infer INPUT --enable_warmup 0 | --enable_warmup changes nothing: it is a flag of perf",
        "infer INPUT --dump_format txt | --dump_format changes nothing: without --enable_dump",
        "infer INPUT --frame_count 3 | --frame_count changes nothing: every run",
        "perf --frame_count=3 --perf_time_in_seconds 1 | --frame_count changes nothing: a time is",
        "perf --frame_count=1 --enable_dump 1 | --enable_dump changes nothing: it is a flag of"
            + " infer",
        "model_info INPUT | --input_file changes nothing: it is a flag of infer and perf",
        "model_info --frame_count 2 | --frame_count changes nothing: it is a flag of infer and"
            + " perf",
      })
  void whatChangesNothingIsTold(String line, String says) {
    PlumbRun run = run(line);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("note: " + says);
  }

  @Test
  void whatIsUsedIsNotTold() {
    assertThat(run("perf --frame_count=3 --thread_num 1 --enable_warmup 0").err())
        .doesNotContain("changes nothing");
  }

  /** As the vendor's pages print it, with a blank. */
  @ParameterizedTest
  @CsvSource({"0, false", "no, false", "False, false", "1, true", "true, true"})
  void aTruthIsAWordOfItsOwn(String word, boolean warm) {
    PlumbRun run = run("perf --frame_count 1 --enable_warmup " + word);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("--warm-up " + warm + "\n");
  }

  private PlumbRun run(String line) {
    Path input = new Scene(folder).write("x.bin", new byte[3 * 48 * 48 * Float.BYTES]);
    String typed =
        "hrt_model_exec --model_file %s %s"
            .formatted(Scene.MODEL, line.replace("INPUT", "--input_file " + input));
    return PlumbRun.of(List.of(typed.split(" ")));
  }
}
