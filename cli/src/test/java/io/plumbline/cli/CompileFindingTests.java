package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class CompileFindingTests {
  @TempDir private Path folder;

  /** A compilation that must succeed and say something. */
  record Oddity(String name, Function<Scene, Path> model, int bad, String code, String where) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Oddity> oddities() {
    return List.of(
        new Oddity("one damaged picture", s -> Scene.MODEL, 1, "picture.undecodable", "p3.png"),
        new Oddity(
            "a channel of zeros",
            s -> s.modelWith("conv1.weight", 27, 0),
            0,
            "plan.zero-channels",
            "norm1/weights"),
        new Oddity(
            "a constant activation",
            s ->
                s.model(
                    model -> {
                      Scene.fill(model, "norm1.scale", 16, 0);
                      Scene.fill(model, "norm1.bias", 16, -1);
                    }),
            0,
            "plan.constant-tensor",
            "relu1.out"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddities")
  void compilesWithAFinding(Oddity oddity) {
    Scene scene = new Scene(folder);
    Path pictures = scene.pictures(3);
    for (int i = 0; i < oddity.bad(); i++) {
      scene.write("pictures/p%d.png".formatted(3 + i), "no picture");
    }
    PlumbRun run =
        PlumbRun.of(
            "compile",
            "-m",
            oddity.model().apply(scene),
            "--cal-data-dir",
            pictures,
            "--preprocess",
            Scene.PREPROCESS,
            "--working-dir",
            scene.work(),
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = run.json();
    assertThat(json.get("samples").asInt()).isEqualTo(3);
    assertThat(json.get("findings"))
        .as(json.get("findings").toString())
        .anySatisfy(
            finding -> {
              assertThat(finding.get("code").asString()).isEqualTo(oddity.code());
              assertThat(finding.get("where").asString()).contains(oddity.where());
            });
    assertThat(json.get("outputs").get(0).get("quantized_cosine").asDouble()).isGreaterThan(0.9);
  }
}
