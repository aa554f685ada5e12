package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What commands find, as a JSON file and a page. */
class ReportOptionTests {
  @TempDir private static Path folder;

  @BeforeAll
  static void compile() {
    new Scene(folder).compiled(8);
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of(
            "verify",
            "verify -m MODEL,SCENE/out/net_quantized_model.onnx -i PICTURE --preprocess PREPROCESS"
                + " -r",
            List.of("facts", "table", "chart")),
        Arguments.of(
            "ladder", "verify --ladder SCENE/out", List.of("facts", "table", "chart", "table")),
        Arguments.of(
            "eval",
            "eval MODEL,SCENE/out/net_quantized_model.onnx --data EVALUATION --labels LABELS"
                + " --preprocess PREPROCESS --limit 8",
            List.of("table", "table", "table")),
        Arguments.of(
            "tune",
            "tune -c SCENE/net.yaml -o SCENE/tuned.yaml --target-cosine 0.9 --budget 60",
            List.of("facts", "table", "chart")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void writesWhatItFinds(String name, String line, List<String> kinds) throws IOException {
    Path pages = folder.resolve(name);
    PlumbRun run = run(line + " --report " + pages);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("wrote " + pages.resolve(name + ".html"));
    assertThat(pages.resolve(name + ".html")).content().contains("</html>");
    Map<?, ?> written = (Map<?, ?>) Json.parse(Files.readString(pages.resolve(name + ".json")));
    assertThat((List<?>) written.get("sections"))
        .extracting(section -> ((Map<?, ?>) section).get("is"))
        .isEqualTo(kinds);
  }

  @Test
  void namesTheFilesToMachines() {
    Path pages = folder.resolve("machines");
    PlumbRun run = run("verify --ladder SCENE/out --json --report " + pages);
    assertThat(((Map<?, ?>) Json.parse(run.out())).get("files"))
        .isEqualTo(
            List.of(
                pages.resolve("ladder.json").toString(), pages.resolve("ladder.html").toString()));
  }

  @Test
  void refusesAFolderThatCannotBeMade() {
    PlumbRun run = run("verify --ladder SCENE/out --report SCENE/net.yaml");
    assertThat(run.status()).isNotZero();
    assertThat(run.err()).contains("choose another with --report");
  }

  private static PlumbRun run(String line) {
    return new Scene(folder).run(line);
  }
}
