package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the vendors' commands refuse: by the flag that was typed, with the reason. */
class VendorCommandTests {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "hb_mapper checker --model-type onnx --model m.onnx | --march is missing",
        "hb_mapper checker --model-type caffe --model m.onnx --march bayes | --model-type is caffe",
        "hb_mapper makertbin | --config is missing",
        "hb_mapper makertbin -c c.yaml --fast-perf | --config and --fast-perf are both given",
        "hb_compile -m m.onnx | --march is missing",
        "hb_compile --fast-perf --march nash-e | --model is missing",
        "hb_compile -c c.yaml --core-num 2 | --core-num goes with --model only",
        "hb_compile -c c.yaml --skip link | expected export, convert or compile, found 'link'",
        "hb_verifier -m a.onnx,b.bin -b 10.0.0.1 | -b cannot be honoured: no agent is known at"
            + " 10.0.0.1:7433",
        "hb_verifier -m a.onnx,b.hbm --ip 10.0.0.1 --port 9 | --ip cannot be honoured: no agent is"
            + " known at 10.0.0.1:9",
        "hb_verifier -m a.onnx,b.bin -b 10.0.0.1:99999 | whose port is 1 to 65535",
        "hb_verifier -m a.onnx,b.hbm --ip *.* | --ip cannot be honoured: '*.*' is no address",
        "hb_verifier -m a.onnx,b.hbm -u root | a user, a port or a folder without --ip",
        "hb_verifier -m a.onnx,b.hbm --ip 127.0.0.1 --remote-root /d | --remote-root without",
        "hb_verifier -m a.onnx,b.hbm -p secret | -p cannot be honoured: all programs of this",
        "hb_verifier -m a.onnx,b.hbm --skip-sim | --skip-sim cannot be honoured: without",
        "hb_verifier -m a.onnx,b.bin -s False | -s cannot be honoured: without the simulator",
        "hb_verifier -m a.onnx,b.bin -c 99 | expected 0 to 15, found 99",
        "hb_model_verifier -q a.onnx -b b.bin -a 10.0.0.1 | -a cannot be honoured: no agent",
        "hbdk-model-verifier --hbm b.hbm --model-pt a.pt --ip x | --ip cannot be honoured: no"
            + " agent is known at x:7433",
        "hrt_model_exec infer --model_file=m.bin --input_file=x --roi_infer=true | --roi_infer"
            + " without --roi",
        "hrt_model_exec perf -model_file m.bin -roi 1,2 | -roi cannot be honoured: the resizer",
        "hrt_model_exec infer -model_file m.bin --input_file x -input_stride 1 | -input_stride"
            + " cannot",
        "hrt_model_exec infer --model_file=m.bin | --input_file is missing",
        "hrt_model_exec dance --model_file=m.bin | 'dance' is no task",
        "hrt_model_exec infer --model_file=m.bin --input_file=x -dump_intermediate 5 |"
            + " -dump_intermediate: expected 0 to 3, found 5",
        "pulsar2 build --config BARE | 'pulsar2 build' take --input in its place",
        "pulsar run EXAMPLE/model.onnx EXAMPLE/model.onnx --config EMPTY | name the configuration"
            + " that 'pulsar build --output_config FILE' wrote",
        "hb_verifier -m EXAMPLE/model.onnx,EXAMPLE/model.onnx -i"
            + " EXAMPLE/calibration/calibration_000.png | --mode SIMILARITY -i"
            + " EXAMPLE/calibration/calibration_000.png --preprocess FILE",
        "hb_model_info -v m.bin | -v cannot be honoured",
        "hb_model_modifier m.bin -a Dequantize | -a cannot be honoured: nodes at the ends",
        "hb_eval_preprocess -m resnet50 -i d | nothing is known of a model called 'resnet50'",
        "hb_config_generator -m m.onnx | one of --simple-yaml and --full-yaml is needed",
        "hb_config_generator -s -f -m m.onnx | -s and -f are both given",
        "hb_config_generator -f | --model is missing: no template is written without one",
        "hb_config_generator -f -m EXAMPLE/model.onnx --march nash-z | the architectures are:",
        "hmct-debugger plot-distribution m.onnx cal | where: hmct-debugger plot-distribution",
        "hmct-debugger plot-acc-error m.onnx cal -z 3 | where: hmct-debugger plot-acc-error",
        "pulsar debug sensitivity m.onnx -z 3 | where: pulsar debug sensitivity",
        "hrt_model_exec infer --model_file EXAMPLE/model.onnx --input_file x --dump_format y"
            + " --enable_dump | --dump_format: expected bin or txt, found 'y'",
        "pulsar build --config FLAT --virtual_npu 999 | --virtual_npu: expected one of auto, 0,"
            + " 311",
        "pulsar build --config FLAT --batch_size_option X | expected one of BSO_AUTO, BSO_STATIC",
        "pulsar build --config FLAT --calibration_batch_size 0 | expected a whole number from 1",
        "pulsar build --config FLAT --qat_convert_mode x | expected one of post-nw, pre-nw",
        "pulsar info m.joint --tablefmt x | --tablefmt: expected one of plain, simple, grid",
        "pulsar2 build --config BARE --onnx_opt.model_check 7 | expected true or false, found '7'",
        "run_joint m.joint --mode 2_2 | --mode: expected one of disable, 1_1, found '2_2'",
        "run_joint m.joint --cache-mode x | expected one of CACHED, NONE-CACHED, SMART_CACHED",
        "run_joint m.joint --warmup -1 | --warmup: expected a whole number from 0, found -1",
        "hb_compile --model m.onnx --march nash-e --core-num 9 | --core-num: expected a whole"
            + " number from 1 to 4, found '9'",
        "hrt_model_exec perf --model_file m.bin -core_id x | -core_id: expected whole numbers",
        "hrt_model_exec perf --model_file m.bin --task_priority 256 | number from 0 to 255",
        "hrt_model_exec perf --model_file m.bin --log_level 9 | from 0 to 4, found '9'",
        "hrt_model_exec perf --model_file m.bin --dump_precision x | a whole number from 0",
        "hmct-debugger tensor-analysis | tensor-analysis has no counterpart",
        "pulsar run a.onnx b.joint --input a.json | --input cannot be honoured: lists in JSON",
        "pulsar run a.onnx b.joint --layer x | --layer and --input have not as many words",
        "pulsar info b.joint --output d | --output cannot be honoured: nothing is unpacked",
        "pulsar view x.mmd | drawings in mermaid are not made here: x.mmd",
        "pulsar build --config c.prototxt --output_tensor_color nv21 | --output_tensor_color"
            + " cannot",
        "pulsar build --input m.onnx --frobnicate 3 --config c.prototxt | Unknown option:"
            + " '--frobnicate'",
        "pulsar build --config c.prototxt --output x.joint --frobnicate | Unknown option:"
            + " '--frobnicate'",
        "pulsar build --config c.prototxt --compile_batch_size 1 --frobnicate | Unknown option:"
            + " '--frobnicate'",
        "pulsar run a.onnx b.joint --input x.jpg --rtol 1e-5 | Unknown option: '--rtol'",
        "pulsar run a.onnx b.joint --layer x --rtol 1e-5 | Unknown option: '--rtol'",
        "pulsar2 run --model a.onnx --input_dir d --output_dir o | pulsar2 run is not done",
        "pulsar2 build --config FLAT | is no configuration of Pulsar2",
        "pulsar2 build --config FLAT --quant.calibration_metod MSE | did you mean"
            + " '--quant.calibration_method'?",
        "pulsar2 build --config FLAT --quant.nothing 3 | Unknown options: '--quant.nothing'",
        "run_joint b.joint -t | -t cannot be honoured: files must be of the input's size",
        "run_joint b.joint --bin-out-dir d | --bin-out-dir without --data",
        "run_joint b.joint --data x --bin-out-dir EXAMPLE/model.onnx | --bin-out-dir names",
        "hrt_model_exec perf --model_file EXAMPLE/model.onnx -profile_path EXAMPLE/model.onnx |"
            + " -profile_path names",
        "pulsar run EXAMPLE/model.onnx EXAMPLE/model.onnx --output_gt EXAMPLE/model.onnx |"
            + " --output_gt names",
        "pulsar run EXAMPLE/model.onnx EXAMPLE/model.onnx --layer nothere --input x.bin | where:"
            + " --layer",
        "pulsar run EXAMPLE/model.onnx EXAMPLE/model.onnx --input a.bin b.bin | where: --input",
        "pulsar build --config FLAT --target_hardware AX62 | --target_hardware is AX62; did you"
            + " mean 'AX620'?",
        "pulsar build --config FLAT --output_tensor_layout nhw | say native, nchw, nhwc",
        "pulsar build --config FLAT --color_std half | --color_std is half",
        "pulsar build --config FLAT --input_tensor_color pink | --input_tensor_color is pink",
        "pulsar build --config FLAT --compile_batch_size 0 | Invalid value for option"
            + " '--compile_batch_size' at index 0",
        "run_joint b.joint --repeat 0 | '--repeat': expected a whole number from 1, found '0'",
        "run_joint b.joint --repeat=-1 | expected a whole number from 1, found '-1'",
        "hrt_model_exec perf --model_file m.bin --thread_num 99999 | expected at most 1024 threads,"
            + " found '99999'",
        "hb_mapper checker --model-type onnx --model m.onnx --march nash-z | the architectures are:"
            + " bernoulli, bernoulli2, bayes",
        "hb_compile --model m.onnx --march nash-z | 'nash-z' is no architecture and no target"
      })
  void refusesByName(String line, String message) {
    Path flat = new Scene(folder).write("c.prototxt", "input_path: \"m.onnx\"\n");
    Path empty = new Scene(folder).write("e.prototxt", "output_path: \"m\"\n");
    Path bare = new Scene(folder).write("b.json", "{\"quant\": {}}\n");
    String typed =
        line.replace("EXAMPLE", Scene.EXAMPLE.toString())
            .replace("FLAT", flat.toString())
            .replace("EMPTY", empty.toString())
            .replace("BARE", bare.toString());
    PlumbRun run = PlumbRun.of(List.of(typed.split(" ", -1)));
    assertThat(run.err()).contains(message.replace("EXAMPLE", Scene.EXAMPLE.toString()));
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hb_model_info FILE.hbm",
        "info FILE.bin",
        "perf FILE.axmodel",
        "infer FILE.joint --input a.jpg",
        "infer FILE.bin@127.0.0.1:7433 --input a.jpg",
        "verify -m MODEL,FILE.hbm",
        "compile -m FILE.lava_joint --cal-data-dir SCENE"
      })
  void whatIsNoModuleIsRefusedByWhatItIs(String line) {
    Scene scene = new Scene(folder);
    for (String ending : List.of("bin", "hbm", "joint", "lava_joint", "axmodel")) {
      scene.write("model." + ending, new byte[1000]);
    }
    PlumbRun run = scene.run(line.replace("FILE", scene.at("model").toString()));
    assertThat(run.status()).isEqualTo(ExitStatus.INPUT);
    assertThat(run.err()).contains("error[model.vendor-binary]: this is no module of Plumbline");
  }

  @Test
  void aConfigurationOfPulsar2IsBuiltAsItStands() {
    Scene scene = new Scene(folder);
    scene.write(
        "c.yaml",
        """
        input: '%s'
        output_dir: %s
        output_name: net.axmodel
        quant:
          input_configs:
            - {tensor_name: DEFAULT, calibration_dataset: '%s', calibration_format: Image, calibration_size: 2}
        """
            .formatted(Scene.MODEL, scene.at("made"), Scene.EXAMPLE.resolve("calibration")));
    PlumbRun run = PlumbRun.of("pulsar", "build", "--config", scene.at("c.yaml"), "--no-native");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(scene.at("made/net.axmodel")).hasSameBinaryContentAs(scene.at("made/net.plm"));
    PlumbRun flagged =
        PlumbRun.of("pulsar", "build", "--config", scene.at("c.yaml"), "--output", "x.joint");
    assertThat(flagged.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(flagged.err())
        .contains(
            "is a configuration of Pulsar2, which flags of pulsar build do not change",
            "pulsar2 build")
        .contains("plumb compile -c " + scene.at("c.yaml"));
    scene.write("h.yaml", "model_parameters: {onnx_model: a.onnx}\n");
    assertThat(PlumbRun.of("pulsar", "build", "--config", scene.at("h.yaml")).err())
        .contains("is no configuration of Pulsar, nor of Pulsar2");
  }

  /** As the vendor's manual begins; what the command line says wins over the file. */
  @Test
  void flagsOfPulsar2WinOverItsConfiguration() {
    Scene scene = new Scene(folder);
    Path config =
        scene.write(
            "c.json",
            """
            {
              "input": "other.onnx", // replaced
              "quant": {
                "input_configs": [{"tensor_name": "DEFAULT", "calibration_dataset": "pictures",
                  "calibration_format": "Image", "calibration_size": 2}],
                "calibration_method": "MSE"
              }
            }
            """);
    scene.pictures(3);
    Path made = scene.at("made");
    List<Object> words =
        List.of(
            "pulsar2", "build", "--input", Scene.MODEL, "--output_dir", made, "--config", config);
    List<Object> line = new ArrayList<>(words);
    line.addAll(List.of("--output_name", "net.axmodel", "--quant.calibration_method", "MinMax"));
    line.addAll(List.of("--compiler.check", "3", "--no-native", "--target_hardware", "AX620E"));
    PlumbRun run = PlumbRun.of(line.toArray());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(made.resolve("net.axmodel")).hasSameBinaryContentAs(made.resolve("net.plm"));
    assertThat(run.err())
        .contains("--compiler.check: 'compiler.check' has no effect: plumb verify compares");
    assertThat(Path.of(".pulsar/pulsar2.json"))
        .content()
        .contains("\"calibration_method\": \"MinMax\"", scene.at("pictures").toString());
    line = new ArrayList<>(words);
    line.addAll(List.of("--quant.calibration_method", "MinMix"));
    PlumbRun wrong = PlumbRun.of(line.toArray());
    assertThat(wrong.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(wrong.err()).contains("where: --quant.calibration_method", "did you mean 'MinMax'?");
  }

  /** Nothing of an empty file is a vendor's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hb_model_info FILE.bin",
        "hb_verifier -m FILE.hbm",
        "hrt_model_exec perf --model_file FILE.bin",
        "pulsar info FILE.joint",
        "run_joint FILE.joint"
      })
  void anEmptyFileIsCalledEmpty(String line) {
    String ending = line.substring(line.lastIndexOf('.'));
    Path file = new Scene(folder).write("model" + ending, new byte[0]);
    PlumbRun run =
        PlumbRun.of(List.of(line.replace("FILE" + ending, file.toString()).split(" ", -1)));
    assertThat(run.status()).isEqualTo(ExitStatus.INPUT);
    assertThat(run.err()).contains("error[model.empty]: the file is empty");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void theHelpSaysWhatComesOfEveryFlag() {
    PlumbRun run = PlumbRun.of("hb_verifier", "--help");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("--board-ip", "at an agent, or over SSH", "Refused: all programs");
  }

  @Test
  void programsOfSeveralCommandsNameThemAndTheirVersion() {
    assertThat(PlumbRun.of("hb_mapper", "--help").out()).contains("checker", "makertbin");
    assertThat(PlumbRun.of("pulsar", "--help").out()).contains("build", "run", "view");
    assertThat(PlumbRun.of("hb_mapper").err())
        .contains("a command is missing: checker or makertbin");
    assertThat(PlumbRun.of("hb_mapper", "--version").out()).startsWith("plumbline ");
    assertThat(PlumbRun.of("--help").out()).doesNotContain("hb_mapper  ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v", "--version"})
  void theRunnerOfBoardsSaysItsVersion(String flag) {
    PlumbRun run = PlumbRun.of("hrt_model_exec", flag);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("plumbline ");
  }

  @Test
  void timesStandInTheFile() throws Exception {
    Path file = folder.resolve("i.json");
    PlumbRun run =
        PlumbRun.of("pulsar", "info", Scene.MODEL, "--performance", "--output_json", file);
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode known = JsonMapper.builder().build().readTree(Files.readString(file));
    assertThat(known.has("kind")).isTrue();
    assertThat(known.get("performance").get("latency_ms").get("mean").asDouble()).isPositive();
    assertThat(run.err()).contains("the same as: plumb perf ");
  }

  /** The architecture that is named stands in the configuration. */
  @Test
  void theGeneratorFillsInTheArchitecture() throws Exception {
    for (String flag : List.of("-s", "-f")) {
      PlumbRun run =
          PlumbRun.of("hb_config_generator", flag, "-m", Scene.MODEL, "--march", "nash-e");
      assertThat(run.status()).as(run.err()).isZero();
      Path file = Path.of(flag.equals("-s") ? "simple" : "full");
      assertThat(Path.of(file + "_compile_config.yaml")).content().contains("\n  march: nash-e\n");
    }
  }

  @Test
  void countsThatCountNothingAreRefused() {
    for (String count : List.of("--frame_count=0", "--thread_num=-1")) {
      PlumbRun run =
          PlumbRun.of("hrt_model_exec", "perf", "--model_file", Scene.MODEL.toString(), count);
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("expected a whole number from 1");
    }
  }

  @Test
  void aTypeThatTheModelIsNotIsRefused() {
    Scene scene = new Scene(folder);
    scene.write(
        "net.yaml",
        "model_parameters: {onnx_model: '%s'}\ncalibration_parameters: {calibration_type: skip}\n"
            .formatted(Scene.MODEL));
    PlumbRun run =
        PlumbRun.of(
            "hb_mapper", "makertbin", "--model-type", "caffe", "--config", scene.at("net.yaml"));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--model-type is caffe, and the model is");
  }
}
