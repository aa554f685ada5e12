package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the vendors' verifiers judge: by what files hold, whatever they are called. */
class VendorVerifierTests {
  @TempDir private static Path folder;
  private static Scene scene;

  @BeforeAll
  static void compile() {
    scene = new Scene(folder);
    scene.compiled(2);
  }

  private static Path made(String ending) {
    return scene.at("out/net" + ending);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.bin", "x.hbm", "x.joint", "x.lava_joint", "x.axmodel", "x.dat"})
  void aModuleIsHeldToEqualityUnderEveryName(String name) throws IOException {
    Path module = Files.copy(made(".plm"), scene.at(name));
    PlumbRun same = PlumbRun.of("hb_verifier", "-m", module + "," + made("_quantized_model.onnx"));
    assertThat(same.status()).as(same.err()).isZero();
    assertThat(same.out()).contains("Quanti onnx and Simulator result Strict check PASSED");
    PlumbRun other =
        PlumbRun.of("hb_verifier", "-m", made("_original_float_model.onnx") + "," + module);
    assertThat(other.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(other.out()).contains("Strict check FAILED");
  }

  @Test
  void modelsThatAreNoModulesAreMeasured() {
    PlumbRun run =
        PlumbRun.of(
            "hb_verifier",
            "-m",
            made("_original_float_model.onnx") + "," + made("_quantized_model.onnx"));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains(" cosine: 0.9").doesNotContain("Strict check");
  }

  @Test
  void theFirstVerifierKnowsEqualityAlone() {
    PlumbRun run =
        PlumbRun.of(
            "hb_model_verifier",
            "-q",
            made("_original_float_model.onnx"),
            "-b",
            made("_quantized_model.onnx"));
    assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.out()).contains("Strict check FAILED");
  }
}
