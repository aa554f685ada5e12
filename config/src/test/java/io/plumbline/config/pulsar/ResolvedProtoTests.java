package io.plumbline.config.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.pipeline.request.CompileRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolvedProtoTests {
  @TempDir private Path folder;

  private static CompileRequest request(Configuration configuration) {
    return configuration.translate().request().withThreads(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classifier",
        "camera",
        "sixteen",
        "features",
        "task",
        "search",
        "tuned",
        "reversed"
      })
  void saysTheSameAndStaysAsItIs(String name) {
    Path place = folder.resolve("built/output_config.prototxt");
    Configuration given = new PulsarCase(name + ".prototxt").configuration();
    String text = given.resolved(place).orElseThrow();
    Configuration again = Configurations.parse(text, place);
    assertThat(PulsarCase.described(request(again), folder))
        .isEqualTo(PulsarCase.described(request(given), folder));
    assertThat(request(again).calibration()).isEqualTo(request(given).calibration());
    assertThat(request(again).goal()).isEqualTo(request(given).goal());
    assertThat(again.resolved(place)).hasValue(text);
    assertThat(again.translate().findings()).extracting("code").doesNotContain("config.no-effect");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classifier", "camera", "features", "reversed"})
  void anotherPlaceAndOtherValuesChangeNothingElse(String name) throws Exception {
    PulsarCase given = new PulsarCase(name + ".prototxt");
    String merged =
        PulsarDialect.merged(
                given.file(),
                List.of(),
                List.of("/out/x.joint"),
                Map.of("pulsar_conf.batch_size", "2"))
            .firstEntry()
            .getValue();
    Path place = Files.writeString(folder.resolve("c.prototxt"), merged);
    CompileRequest expected = request(given.configuration());
    CompileRequest found = request(Configurations.read(place));
    assertThat(found.deployment().batch()).isEqualTo(2);
    assertThat(found.folder()).isEqualTo(Path.of("/out").toAbsolutePath());
    assertThat(found.ports()).isEqualTo(expected.ports());
    assertThat(found.options())
        .usingRecursiveComparison()
        .ignoringFields("mentions")
        .isEqualTo(expected.options());
    assertThat(found.files()).isEqualTo(expected.files());
    assertThat(found.calibration()).isEqualTo(expected.calibration());
  }
}
