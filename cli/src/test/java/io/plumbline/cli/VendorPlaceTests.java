package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong in a configuration is named by the user's file, not by one that was made of it. */
class VendorPlaceTests {
  private static final String PROTO =
      """
      # A configuration.
      output_path: "out/net"
      neuwizard_conf {
        operator_conf { input_conf_items { attributes { input_modifications {
          input_normalization {
            mean: [0.485, 0.456, 0.406]
            std: 0.225
          } } } } }
        dataset_conf_calibration {
          path: "pictures"
        }
      }
      """;

  private static final String TASK =
      """
      tasks {
        name: "one"
        neuwizard_conf { dataset_conf_calibration { path: "pictures" } }
        input_model_items { model { path: "%s" type: MODEL_TYPE_ONNX } }
        output_model_items { model { path: "one.joint" type: MODEL_TYPE_JOINT } }
        src_input_tensors {
          color_space: TENSOR_COLOR_SPACE_BGR }
        dst_input_tensors {
          color_space: TENSOR_COLOR_SPACE_GRAY }
      }
      """
          .formatted(Scene.MODEL);

  private static final String JSON =
      """
      {
        "quant": {
          "input_configs": [
            {"tensor_name": "DEFAULT",
             "calibration_dataset": "pictures",
             "calibration_format": "Image",
             "calibration_mean": [1, 2]}
          ],
          "precision_analysis": false,
          "input_sample_dir": "pictures"
        }
      }
      """;

  private static final String SAMPLES =
      """
      output_path: "out/net"
      neuwizard_conf {
        dataset_conf_calibration {
          path: "pictures"
          type: DATASET_TYPE_TAR
        }
        dataset_conf_error_measurement {
          path: "errors.tar"
        }
      }
      """;

  private static final String YAML =
      """
      output_dir: out
      quant:
        input_configs:
        - tensor_name: DEFAULT
          calibration_dataset: pictures
          calibration_format: Image
          calibration_mean: [1, 2]
      """;

  private static final String TOML =
      """
      output_dir = "out"
      [quant]
      calibration_method = "MSE"
      [[quant.input_configs]]
      tensor_name = "DEFAULT"
      calibration_dataset = "pictures"
      calibration_format = "Image"
      calibration_mean = [1, 2]
      """;

  /**
   * A file with something wrong.
   *
   * @param line where, from 1
   */
  record Wrong(String name, String text, int line, String says, List<String> flags) {
    @Override
    public String toString() {
      return name + ": " + says;
    }
  }

  static List<Wrong> wrong() {
    List<String> model = List.of("--input", Scene.MODEL.toString());
    List<String> older = List.of("--input", Scene.MODEL.toString(), "--output_dir", "out");
    return List.of(
        new Wrong("c.prototxt", PROTO.replace("0.225", "[1, 2]"), 4, "has 3", model),
        new Wrong("d.prototxt", PROTO.replace("0.225", "0"), 7, "other than 0", older),
        new Wrong("e.prototxt", PROTO, 6, "lint.", model),
        new Wrong("tasks.prototxt", TASK, 9, "gray cannot feed", List.of()),
        new Wrong("c.json", JSON, 7, "has 3", model),
        new Wrong("d.json", JSON.replace("[1, 2]", "[1]"), 10, "input_sample_dir", model),
        new Wrong("s.prototxt", SAMPLES.replace("pictures", "p.tar"), 4, "p.tar'", model),
        new Wrong("t.prototxt", SAMPLES, 8, "errors.tar: there is no such file", older),
        new Wrong("c.yaml", YAML, 7, "has 3", model),
        new Wrong("c.toml", TOML, 8, "has 3", model));
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("wrong")
  void isNamedByTheUsersFile(Wrong wrong) {
    Scene scene = new Scene(folder);
    scene.pictures(1);
    Path file = scene.write(wrong.name(), wrong.text());
    String command = wrong.name().endsWith(".prototxt") ? "pulsar" : "pulsar2";
    List<Object> words = new ArrayList<>(List.of(command, "build", "--config", file));
    words.addAll(wrong.flags());
    words.add("--no-native");
    String err = PlumbRun.of(words).err();
    assertThat(err).contains("%s:%d".formatted(file, wrong.line()), wrong.says());
    assertThat(err.lines().filter(line -> !line.startsWith("note: ") && !line.startsWith("runs: ")))
        .noneMatch(line -> line.contains(".pulsar"));
  }

  /** Samples that are not there are told before any work, with file, line and key. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compile -c c.yaml | c.yaml:3 | cal_data_dir: there is no 'absent'",
        "hb_mapper makertbin -c c.yaml | c.yaml:3 | cal_data_dir: there is no 'absent'",
        "pulsar build --config s.prototxt --input MODEL | s.prototxt:4 |"
            + " dataset_conf_calibration.path: there is no",
        "pulsar2 build --config s.json --input MODEL | s.json:3 | calibration_dataset: there is no"
      })
  void samplesThatAreNotThere(String line, String place, String says) {
    Scene scene = new Scene(folder);
    scene.write(
        "c.yaml",
        """
        model_parameters: {onnx_model: '%s'}
        calibration_parameters:
          cal_data_dir: absent
        """
            .formatted(Scene.MODEL));
    scene.write("s.prototxt", SAMPLES.replace("pictures", "p.tar"));
    scene.write(
        "s.json",
        """
        {"quant": {"input_configs": [{
          "tensor_name": "DEFAULT", "calibration_format": "Image",
          "calibration_dataset": "absent"}]}}
        """);
    List<Object> words = new ArrayList<>(List.of(line.split(" ")));
    words.replaceAll(
        word ->
            word.toString().matches("[cs]\\..*")
                ? folder.resolve(word.toString())
                : word.toString().replace("MODEL", Scene.MODEL.toString()));
    PlumbRun run = PlumbRun.of(words);
    assertThat(run.status()).isEqualTo(ExitStatus.INPUT);
    assertThat(run.err())
        .contains("error[data.folder]: " + says, "where: " + folder.resolve(place))
        .doesNotContain("· parse", "lint.missing-folder");
  }

  /** A setting that is refused comes before what is only suspicious elsewhere. */
  @Test
  void whatDoesNotExplainAnErrorIsNotToldBeforeIt() {
    Scene scene = new Scene(folder);
    scene.pictures(1);
    String operators =
        """
        operator_conf { operator_conf_items { selector { op_name_regex: "none.*" }
          attributes { input_feature_type: UINT16 } }
        """;
    Path file =
        scene.write(
            "c.prototxt",
            "input_path: \"%s\"\n".formatted(Scene.MODEL)
                + PROTO.replace("operator_conf { ", operators));
    for (String command : List.of("compile", "check")) {
      PlumbRun run = PlumbRun.of(command, "-c", file);
      assertThat(run.err()).contains("no operator of the model is called like 'none.*'");
      assertThat(run.err()).doesNotContain("lint.");
    }
  }
}
