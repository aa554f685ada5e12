package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private static final String BEGIN = "<!-- table -->\n";
  private static final String END = "<!-- end of table -->";

  private static final String BOARD = "10.10.10.10";

  /** In the order that they are run in; what one leaves, others read. */
  private static final List<String> LINES =
      List.of(
          "hb_mapper checker --model-type onnx --march bayes-e --model model.onnx",
          "hb_mapper makertbin --config config.yaml --model-type onnx",
          "hb_compile -m model.onnx --march nash-e",
          "hb_compile -c config.yaml",
          "hb_model_verifier -q quanti.onnx -b model.bin -a " + BOARD,
          "hb_model_verifier -q quanti.onnx -b model.bin -a " + BOARD + " -i data.bin",
          "hb_model_verifier -q quanti.onnx -b model.bin -i data.bin -d 5",
          "hb_verifier -m quanti.onnx,model.bin -b *.*.*.* -s True",
          "hb_verifier -m quanti.onnx,model.bin -b *.*.*.*",
          "hb_verifier -m quanti.onnx,model.bin -s True",
          "hb_verifier -m model.bin -b *.*.*.* -s True",
          "hb_verifier -m quanti.onnx,model.bin -b *.*.*.* -r True",
          "hb_verifier -m quanti.onnx,model.bin -s True -i xxx.jpg -c 5 -r True",
          "hrt_model_exec infer --model_file=xxx.bin --input_file=xxx.jpg --enable_dump 1"
              + " --dump_format txt",
          "hrt_model_exec infer --model_file=xxx.bin --input_file= xxx.jpg --roi=2,4,123,125"
              + " --roi_infer=true --enable_dump 1 --dump_format txt",
          "hrt_model_exec infer --model_file=xxx.bin --input_file=xxx.jpg"
              + " --hybrid_dequantize_process 1 --enable_dump 1  --dump_format txt",
          "hbdk-model-verifier --hbm xxx.hbm --model-pt xxx.pt --model-input xxx.jpg --ip board_ip",
          "hbdk-model-verifier --hbm xxx.hbm --model-pt xxx.pt --model-input xxx.jpg",
          "hrt_model_exec infer --model_file xxx.hbm --input_file data.bin --enable_dump True"
              + " --dump_format txt",
          "pulsar build --input model.onnx --output model.joint --config config.prototxt"
              + " --output_config output_config.prototxt",
          "pulsar run model.onnx model.joint --input xxx.jpg --config output_config.prototxt"
              + " --output_gt gt",
          "pulsar run model.onnx model.lava_joint --input xxx.jpg",
          "pulsar info model.joint --layer_mapping",
          "pulsar info model.joint --performance",
          "pulsar view model.mmd",
          "run_joint model.joint --data gt/input/input.bin --bin-out-dir out",
          "run_joint model.joint --data gt/input/input.bin --stride_w 8");

  private static final String CONFIG =
      """
      model_parameters:
        onnx_model: model.onnx
        march: bayes-e
        output_model_file_prefix: model
        working_dir: model_output
      input_parameters:
        input_name: input
        input_type_rt: rgb
        input_type_train: rgb
        input_layout_train: NCHW
        norm_type: data_mean_and_scale
        mean_value: 128 128 128
        scale_value: 0.015625
      calibration_parameters:
        cal_data_dir: pictures
        preprocess: preprocess.yaml
        calibration_type: max
      compiler_parameters:
        optimize_level: O0
      """;

  private static final String PROTOTXT =
      """
      target_hardware: TARGET_HARDWARE_AX620
      src_input_tensors { color_space: TENSOR_COLOR_SPACE_RGB }
      dst_input_tensors { color_space: TENSOR_COLOR_SPACE_RGB }
      neuwizard_conf {
        operator_conf {
          input_conf_items {
            attributes {
              input_modifications { affine_preprocess { slope: 1 slope_divisor: 64 bias: -2 } }
            }
          }
        }
        dataset_conf_calibration {
          path: "pictures"
          type: DATASET_TYPE_TAR
          calibration_strategy: CALIB_STRATEGY_PER_TENSOR
          observer_method: OBSVR_METHOD_MSE_CLIPPING
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
    List<String> rows = new ArrayList<>(List.of("| line | status | printed |", "|---|---|---|"));
    for (String line : LINES) {
      PlumbRun run = run(installation, home, links, line);
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

  private static Scene scene() {
    Scene scene = new Scene(folder.resolve("work"));
    scene.pictures(4);
    scene.write("model.onnx", Scene.bytes(Scene.MODEL));
    scene.write("config.yaml", CONFIG);
    scene.write("config.prototxt", PROTOTXT);
    scene.write("preprocess.yaml", PREPROCESS);
    scene.write("data.bin", new byte[3 * 48 * 48]);
    scene.write("xxx.jpg", Scene.bytes(Scene.picture(0)));
    return scene;
  }

  /** The names in the vendors' lines, for what was compiled. */
  private static void given(Scene scene) throws IOException {
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

  /** What scripts look at: the error, or else the last line that is no path and no table. */
  private static String row(String line, PlumbRun run) {
    String printed =
        run.err()
            .lines()
            .filter(each -> each.startsWith("error["))
            .findFirst()
            .orElseGet(() -> last(run.out()));
    return "| `%s` | %d | %s |".formatted(line, run.status(), printed.replace("|", "\\|"));
  }

  private static String last(String out) {
    List<String> lines =
        out.lines()
            .filter(line -> line.matches("(?!    )\\S.*") && !line.startsWith("next"))
            .toList();
    return lines.getLast();
  }
}
