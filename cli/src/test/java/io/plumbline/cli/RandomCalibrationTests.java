package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random samples are the same every time, and both resolved forms ask for them again. */
class RandomCalibrationTests {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"MIN_MAX", "MSE_CLIPPING", "PERCENTILE"})
  void bothResolvedFormsMakeTheSameBytesAgain(String observer) throws IOException {
    Scene scene = new Scene(folder);
    scene.write(
        "c.prototxt",
        """
        input_path: "%s"
        output_path: "made/net.joint"
        neuwizard_conf {
          dataset_conf_calibration {
            type: DATASET_TYPE_DUMMY
            calibration_strategy: CALIB_STRATEGY_PER_TENSOR
            observer_method: OBSVR_METHOD_%s
          }
        }
        """
            .formatted(Scene.MODEL, observer));
    compile(scene.at("c.prototxt"));
    Path made = scene.at("made");
    String proto = Files.readString(made.resolve("net_output_config.prototxt"));
    scene.write("made/again.prototxt", proto.replace("\"net.joint\"", "\"../proto/net.joint\""));
    compile(scene.at("made/again.prototxt"));
    String yaml = Files.readString(made.resolve("net_config.resolved.yaml"));
    scene.write("made/again.yaml", yaml.replace("working_dir: '.'", "working_dir: '../yaml'"));
    compile(scene.at("made/again.yaml"));
    for (String name : new String[] {"net.plm", "net_plan.json", "net_quantized_model.onnx"}) {
      assertThat(scene.at("proto/" + name)).hasSameBinaryContentAs(made.resolve(name));
      assertThat(scene.at("yaml/" + name)).hasSameBinaryContentAs(made.resolve(name));
    }
  }

  private static void compile(Path configuration) {
    PlumbRun run = PlumbRun.of("compile", "-c", configuration, "--no-native");
    assertThat(run.status()).as(run.err()).isZero();
  }
}
