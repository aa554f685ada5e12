package io.plumbline.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.report.run.NextStep;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A person who reads the page and one who reads the screen look in the same order. */
class AccuracyAdviceTests {
  private static final Pattern COMMAND =
      Pattern.compile("plumb (eval|inspect|verify --ladder|debug causes|tune)");

  private static AccuracyAdvice advice(Optional<String> configuration) {
    CompileRequest request =
        CompileRequest.of(
                ModelFiles.of(Path.of("model.onnx")),
                new FolderData(List.of(Path.of("pictures")), Optional.empty()))
            .into(Path.of("out"), "net");
    return AccuracyAdvice.of(
        configuration.map(request::withConfiguration).orElse(request),
        "out",
        artifact -> "out/" + artifact.fileName("net"));
  }

  private static List<String> commands(List<NextStep> steps) {
    return steps.stream().flatMap(step -> step.command().stream()).toList();
  }

  private static List<String> verbs(String text) {
    return COMMAND.matcher(text).results().map(found -> found.group(1)).distinct().toList();
  }

  @Test
  void thePageHasTheSameOrder() throws IOException {
    String page = Files.readString(SharedData.root().resolve("docs/accuracy-dropped.md"));
    List<String> commands = commands(advice(Optional.of("")).far(false, List.of()));
    assertThat(verbs(String.join("\n", commands)))
        .containsExactly("eval", "inspect", "verify --ladder", "debug causes", "tune")
        .isEqualTo(verbs(page.substring(page.indexOf("1. **"))));
  }

  /** What is known need not be asked again. */
  @Test
  void whatIsKnownIsLeftOut() {
    AccuracyAdvice advice = advice(Optional.of(""));
    assertThat(verbs(commands(advice.far(true, List.of())).toString())).doesNotContain("eval");
    AccuracyAdvice folder = AccuracyAdvice.ofFolder(advice(Optional.empty()).request());
    assertThat(verbs(commands(folder.roundingIsFar("")).toString()))
        .containsExactly("eval", "inspect", "debug causes", "tune");
    assertThat(commands(advice.roundingIsFar(" SAMPLES")))
        .contains("plumb debug causes out/" + Artifact.CALIBRATED.fileName("net") + " SAMPLES");
  }

  @Test
  void withoutAConfigurationNoneIsNamed() {
    assertThat(commands(advice(Optional.empty()).far(false, List.of())))
        .noneMatch(command -> command.contains(" -c "));
  }
}
