package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command lines that the vendors' pages print, run as they stand through links of the vendors'
 * names: {@code docs/vendor-commands.md} says what comes of each. {@code
 * -Dplumbline.write-docs=true} writes the table.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a bash script")
class VendorPageTests {
  private static final Path PAGE = SharedData.root().resolve("docs/vendor-commands.md");

  private static final String MODEL = "models/mlperf_tiny_onnx/resnet8_cifar10.onnx";

  private static final String BEGIN = "<!-- table -->\n";
  private static final String END = "<!-- end of table -->";

  /** A command of a vendor with an option or a model behind it. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(hb_[a-z_]+|hrt_model_exec infer|hbdk-model-verifier|hmct-debugger|run_joint|pulsar"
              + " [a-z]+)[ \\t]+(--?\\w|\\w+\\.(onnx|joint))");

  private static final String CONFIG =
      """
      model_parameters:
        onnx_model: model.onnx
        march: bayes-e
        output_model_file_prefix: NAME
        working_dir: model_output
      input_parameters:
        input_name: input
        input_type_rt: TYPE
        input_type_train: rgb
        input_layout_train: NCHW
        norm_type: no_preprocess
      calibration_parameters:
        cal_data_dir: pictures
        preprocess: preprocess.yaml
        calibration_type: max
      compiler_parameters:
        optimize_level: O0
        input_source: {input: SOURCE}
      """;

  private static final String PROTOTXT =
      """
      output_path: "model.joint"
      target_hardware: TARGET_HARDWARE_AX620
      src_input_tensors { color_space: TENSOR_COLOR_SPACE_RGB }
      dst_input_tensors { color_space: TENSOR_COLOR_SPACE_RGB }
      neuwizard_conf {
        dataset_conf_calibration {
          path: "pictures" # quantified dataset
          type: DATASET_TYPE_TAR
          size: 256 # The actual number of data needed for calibration during compilation
          batch_size: 32 # default is 32, can be changed to other values

          calibration_strategy: CALIB_STRATEGY_PER_TENSOR # Quantification strategy
          observer_method: OBSVR_METHOD_MSE_CLIPPING # Quantification method
        }
        dataset_conf_error_measurement {
          path: "pictures"
          type: DATASET_TYPE_TAR
          size: 32
          batch_size: 8
        }
      }
      """;

  private static final String TASK =
      """
      tasks {
        name: "NAME"
        input_model_items { model { path: "model.onnx" type: MODEL_TYPE_ONNX } }
        output_model_items { model { path: "NAME.joint" type: MODEL_TYPE_JOINT } }
        target_hardware: TARGET_HARDWARE_AX620
        neuwizard_conf { dataset_conf_calibration { path: "pictures" type: DATASET_TYPE_TAR } }
      }
      """;

  private static final String PULSAR2 =
      """
      {
        "quant": {
          "input_configs": [{"tensor_name": "DEFAULT", "calibration_dataset": "pictures",
            "calibration_format": "Image", "calibration_mean": [0, 0, 0], "calibration_std": [1, 1, 1]}]
        }
      }
      """;

  private static final String PREPROCESS =
      """
      transformers:
        - BGR2RGBTransformer: {data_format: HWC}
        - HWC2CHWTransformer: {}
      """;

  @TempDir private static Path folder;

  @Test
  void everyPrintedLineDoesWhatThePageSays() throws Exception {
    Installation installation = Installation.into(Files.createDirectory(folder.resolve("plumb")));
    Path home = Files.createDirectory(folder.resolve("home"));
    Path links = folder.resolve("links");
    assertThat(Installation.run(installation.command(home, "vendors", "--links", links)).status())
        .isZero();
    Scene scene = scene();
    List<String> rows =
        new ArrayList<>(List.of("| at | line | status | printed |", "|---|---|---|---|"));
    for (VendorLine line : VendorLine.ALL) {
      PlumbRun run = run(installation, home, links, line.text());
      rows.add(row(line, run));
      given(scene);
    }
    String page = Files.readString(PAGE);
    String expected =
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + String.join("\n", rows)
            + "\n"
            + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("plumbline.write-docs")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  @Test
  void everyLineThatTheDocumentsPrintIsAmongThem() throws IOException {
    List<Path> documents = Scene.files(SharedData.require("reference/source"));
    List<String> printed = new ArrayList<>();
    for (Path document : documents) {
      String text = Files.readString(document);
      COMMAND
          .matcher(text)
          .results()
          .map(
              found ->
                  "%d:%d"
                      .formatted(
                          documents.indexOf(document) + 1,
                          text.substring(0, found.start()).lines().count()
                              + (text.charAt(found.start() - 1) == '\n' ? 1 : 0)))
          .forEach(printed::add);
    }
    assertThat(VendorLine.ALL.stream().filter(VendorLine::isOfDocument).map(VendorLine::place))
        .containsExactlyElementsOf(printed)
        .hasSize(17);
  }

  private static Scene scene() {
    Scene scene = new Scene(folder.resolve("work"));
    List<Path> pictures = Scene.files(SharedData.require("images/cifar10/calibration"));
    for (Path picture : pictures.subList(0, 4)) {
      scene.write("pictures/" + picture.getFileName(), Scene.bytes(picture));
    }
    scene.write("model.onnx", Scene.bytes(SharedData.require(MODEL)));
    scene.write("config.yaml", config("model", "rgb", "ddr"));
    scene.write("resizer.yaml", config("resizer", "nv12", "resizer"));
    scene.write("config.prototxt", PROTOTXT);
    scene.write("tasks.prototxt", TASK.replace("NAME", "one") + TASK.replace("NAME", "two"));
    scene.write("pulsar2.json", PULSAR2);
    scene.write("preprocess.yaml", PREPROCESS);
    scene.write("data.bin", new byte[3 * 32 * 32]);
    scene.write("xxx.jpg", Scene.bytes(pictures.getLast()));
    return scene;
  }

  private static String config(String name, String type, String source) {
    return CONFIG.replace("NAME", name).replace("TYPE", type).replace("SOURCE", source);
  }

  /** The names in the vendors' lines, for what was compiled. */
  private static void given(Scene scene) throws IOException {
    Path resizer = scene.at("model_output/resizer.bin");
    if (Files.exists(resizer) && !Files.exists(scene.at("resizer.bin"))) {
      Files.copy(resizer, scene.at("resizer.bin"));
    }
    Path module = scene.at("model_output/model.bin");
    if (Files.exists(module) && !Files.exists(scene.at("model.bin"))) {
      Path quantized = scene.at("model_output/model_quantized_model.onnx");
      for (String name : List.of("model.bin", "xxx.bin", "xxx.hbm")) {
        Files.copy(module, scene.at(name));
      }
      for (String name : List.of("quanti.onnx", "xxx.pt")) {
        Files.copy(quantized, scene.at(name));
      }
    }
  }

  private static PlumbRun run(Installation installation, Path home, Path links, String line)
      throws IOException, InterruptedException {
    String[] words = line.split(" +", -1);
    ProcessBuilder builder = installation.command(home);
    builder.environment().put("PLUMB_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    List<String> command = new ArrayList<>(List.of(links.resolve(words[0]).toString()));
    command.addAll(Stream.of(words).skip(1).toList());
    return Installation.run(builder.command(command).directory(folder.resolve("work").toFile()));
  }

  /** What scripts look at: the error, or else the last line that is no path and of no table. */
  private static String row(VendorLine line, PlumbRun run) {
    String printed =
        run.err()
            .lines()
            .filter(each -> each.startsWith("error["))
            .findFirst()
            .orElseGet(() -> last(run.out()));
    return "| %s | `%s` | %d | %s |"
        .formatted(line.place(), line.text(), run.status(), printed.replace("|", "\\|"));
  }

  private static String last(String out) {
    List<String> lines =
        out.lines()
            .filter(line -> line.matches("(?!    )[^\\s+|].*") && !line.startsWith("next"))
            .toList();
    return lines.getLast();
  }
}
