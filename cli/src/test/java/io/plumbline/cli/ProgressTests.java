package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.Json;
import io.plumbline.testkit.JsonSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What standard error tells of the work. */
class ProgressTests {
  private static final JsonSchema SCHEMA = OutputSchema.of("progress");

  @TempDir private Path folder;

  private PlumbRun eval(String... more) {
    List<Object> words = new ArrayList<>();
    words.addAll(List.of("eval", Scene.MODEL, "--data", Scene.EVALUATION, "--json"));
    words.addAll(List.of("--preprocess", Scene.PREPROCESS, "--labels", Scene.LABELS));
    words.addAll(List.of("--limit", 3));
    words.addAll(List.of(more));
    return PlumbRun.of(words);
  }

  /** Every line, held to its schema; a line without one of its keys is none of it. */
  private static List<Map<?, ?>> events(PlumbRun run) {
    List<Map<?, ?>> events = new ArrayList<>();
    for (String line : run.err().lines().toList()) {
      Map<?, ?> event = (Map<?, ?>) Json.parse(line);
      assertThat(SCHEMA.problems(event)).as(line).isEmpty();
      for (Object key : event.keySet()) {
        Map<Object, Object> less = new LinkedHashMap<>(event);
        less.remove(key);
        assertThat(SCHEMA.problems(less)).as("%s without %s", line, key).isNotEmpty();
      }
      events.add(event);
    }
    return events;
  }

  @Test
  void aStageIsToldOfStepByStep() {
    PlumbRun run = eval("--progress=json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.json().get("samples").asInt()).isEqualTo(3);
    List<Map<?, ?>> events = events(run);
    assertThat(events)
        .allSatisfy(event -> assertThat(event.get("command")).isEqualTo("eval"))
        .extracting(event -> String.valueOf(event.get("event")))
        .startsWith("stage", "progress")
        .containsOnly("stage", "progress");
    Map<?, ?> last = events.getLast();
    assertThat(last.get("done")).isEqualTo(last.get("total")).isEqualTo(3);
    assertThat(number(last.get("remaining_seconds"))).isZero();
  }

  @Test
  void findingsAreLinesOfTheirOwn() {
    Path pictures = new Scene(folder).pictures(1);
    new Scene(folder).write("pictures/broken.png", "no picture");
    PlumbRun run = PlumbRun.of("doctor", "--colour", "--data", pictures, "--progress=json");
    assertThat(events(run))
        .filteredOn(event -> "finding".equals(event.get("event")))
        .singleElement()
        .extracting(event -> code(event, "finding"))
        .isEqualTo("picture.undecodable");
  }

  @ParameterizedTest
  @CsvSource({
    "info none.onnx --progress json, info, model.missing-file",
    "debug channels none --progress=json --nonsense, debug channels, usage",
    "debug --progress=json, debug, usage"
  })
  void aFailureIsALine(String line, String command, String code) {
    PlumbRun run = PlumbRun.of((Object[]) line.split(" "));
    assertThat(events(run))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.get("command")).isEqualTo(command);
              assertThat(event.get("event")).isEqualTo("error");
              assertThat(code(event, "error")).isEqualTo(code);
            });
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static String code(Map<?, ?> event, String part) {
    return event.get(part) instanceof Map<?, ?> parts ? String.valueOf(parts.get("code")) : "";
  }

  @Test
  void stagesCanBeLeftOut() {
    assertThat(eval().err()).startsWith("· eval");
    assertThat(eval("--progress=none").err()).isEmpty();
  }
}
