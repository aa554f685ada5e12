package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.command.PlumbCommand;
import io.plumbline.report.Json;
import io.plumbline.testkit.SharedData;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Machine output is as docs/schema says: real output is valid, and output of which a part is gone
 * or something else is not.
 */
class OutputSchemaTests {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_]+");

  private static final String RESIZED =
      "transformers:\n  - ResizeTransformer: {target_size: [%s], mode: opencv}\n";
  private static final String CHANNELS_FIRST = "  - HWC2CHWTransformer: {}\n";

  @TempDir private static Path folder;
  private static String compiled = "";

  @BeforeAll
  static void compile() {
    Scene scene = new Scene(folder);
    compiled = scene.pictures(4).toString();
    scene.write("one.sh", "#!/bin/sh\necho '{\"one\": 1}'\n");
    assertThat(scene.at("one.sh").toFile().setExecutable(true)).isTrue();
    scene.write(
        "net.yaml",
        """
        model_parameters: {onnx_model: '%s', working_dir: tuned}
        calibration_parameters:
          cal_data_dir: pictures
          preprocess: '%s'
          effort: fast
        """
            .formatted(Scene.MODEL, Scene.PREPROCESS));
    scene.write("tasks.prototxt", task("one") + task("two"));
    PlumbRun run =
        run(
            "compile -m MODEL --cal-data-dir %s --preprocess PREPROCESS --effort fast --no-native"
                    .formatted(compiled)
                + " --prefix net --working-dir OUT");
    assertThat(run.status()).as(run.err()).isZero();
    compiled = run.out();
  }

  private static String task(String name) {
    return """
    tasks {
      name: "%s"
      input_model_items { model { path: "%s" } }
      neuwizard_conf { dataset_conf_calibration { path: "pictures" type: DATASET_TYPE_TAR size: 1 } }
    }
    """
        .formatted(name, Scene.MODEL);
  }

  /** Capital words stand for files of the example, OUT for what was compiled. */
  private static PlumbRun run(String line) {
    return PlumbRun.of(
        Stream.of((line + " --json").split(" "))
            .map(
                word ->
                    word.replace("MODEL", Scene.MODEL.toString())
                        .replace("PREPROCESS", Scene.PREPROCESS.toString())
                        .replace("PICTURES", folder.resolve("pictures").toString())
                        .replace("PICTURE", Scene.picture(0).toString())
                        .replace("EVALUATION", Scene.EVALUATION.toString())
                        .replace("LABELS", Scene.LABELS.toString())
                        .replace("SCENE", folder.toString())
                        .replace("OUT", folder.resolve("out").toString()))
            .toArray());
  }

  static List<String> lines() {
    return List.of(
        "check MODEL",
        "check -c SCENE/tasks.prototxt",
        "info MODEL --nodes --tensors",
        "info OUT/net.plm",
        "infer MODEL --input PICTURE --preprocess PREPROCESS",
        "init -m MODEL -o SCENE/init.yaml",
        "init -m MODEL -o SCENE/init2.yaml --cal-data-dir PICTURES",
        "inspect -c SCENE/net.yaml",
        "prepare PICTURES -o SCENE/prepared --preprocess PREPROCESS",
        "doctor -c SCENE/net.yaml --data EVALUATION --labels LABELS --limit 20",
        "doctor --colour -m MODEL --data PICTURES --preprocess PREPROCESS",
        "tune -c SCENE/net.yaml --target-cosine 0.5",
        "eval MODEL --data EVALUATION --labels LABELS --preprocess PREPROCESS --limit 2",
        "eval MODEL,OUT/net_quantized_model.onnx --data EVALUATION --preprocess PREPROCESS --limit"
            + " 2",
        "eval MODEL --data EVALUATION --labels LABELS --preprocess PREPROCESS --limit 2"
            + " --metric-command SCENE/one.sh",
        "verify -m MODEL,OUT/net_quantized_model.onnx -i PICTURE --preprocess PREPROCESS",
        "verify -m MODEL,OUT/net_optimized_float_model.onnx -r -i PICTURE --preprocess"
            + " PREPROCESS",
        "verify --ladder OUT -d 1",
        "perf OUT/net_quantized_model.onnx --frames 2",
        "perf OUT/net.plm --static",
        "emit OUT/net_quantized_model.onnx -o SCENE/c",
        "build OUT/net_quantized_model.onnx -o SCENE/built.plm --no-native",
        "report OUT",
        "debug sensitivity OUT -d 1",
        "debug causes OUT -d 2",
        "debug accumulate OUT -d 1",
        "debug distribution OUT --nodes-list conv5 -d 1",
        "debug channels OUT --nodes-list conv5 -d 1",
        "debug sensitivity-analysis OUT -d 1",
        "debug run-all OUT -d 2",
        "targets",
        "explain",
        "explain shape data.blank",
        "completion",
        "vendors",
        "manual OUT/man",
        "agent --make-identity OUT/identity",
        "info none.onnx");
  }

  /** The others are run in tests of their own. */
  @Test
  void everyCommandIsHeld() {
    Set<String> held =
        Stream.concat(
                lines().stream().map(line -> line.split(" ")[0]), Stream.of("compile", "demo"))
            .collect(Collectors.toSet());
    Set<String> commands = new TreeSet<>(PlumbCommand.line().getSubcommands().keySet());
    commands.remove("help");
    assertThat(held).containsAll(commands);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void outputIsValidAndDamagedOutputIsNot(String line) {
    PlumbRun run = run(line);
    assertThat(run.out()).as(run.err()).isNotBlank();
    String command = run.out().startsWith("{\"error\"") ? "error" : line.split(" ")[0];
    hold(command, Json.parse(run.out()));
  }

  @Test
  void compilationsAreValidAndDamagedOnesAreNot() throws Exception {
    hold("compile", Json.parse(compiled));
    for (String name : List.of("quant_info", "advice")) {
      Path file = folder.resolve("out/net_" + name + ".json");
      hold(name, Json.parse(Files.readString(file, StandardCharsets.UTF_8)));
    }
  }

  @Test
  void compilationsOfSeveralTasksAreAList() {
    PlumbRun run = run("compile -c SCENE/tasks.prototxt --effort fast --no-native");
    assertThat(run.status()).as(run.err()).isZero();
    hold("compile", Json.parse(run.out()));
    assertThat(run.json().get("tasks").size()).isEqualTo(2);
    for (String name : List.of("one", "two")) {
      assertThat(folder.resolve("model_output/%s.plm".formatted(name))).exists();
    }
    PlumbRun named = run("compile -c SCENE/tasks.prototxt --prefix net");
    assertThat(named.err())
        .contains("--prefix names one compilation, the configuration has 2 tasks");
  }

  @Test
  void aReportOfPerformanceIsAsItsCommandPrints() throws Exception {
    PlumbRun run = run("perf OUT/net.plm --frames 2 --report OUT/perf");
    assertThat(run.status()).as(run.err()).isZero();
    hold("perf", Json.parse(run.out()));
    Path file = folder.resolve("out/perf/net_perf.json");
    hold("perf", Json.parse(Files.readString(file, StandardCharsets.UTF_8)));
  }

  /** Its output is whole outputs of two others. */
  @Test
  void theDemonstrationIsAsItsPartsAre() {
    Object compile = Json.parse(compiled);
    Object eval =
        Json.parse(
            run("eval MODEL --data EVALUATION --labels LABELS --preprocess PREPROCESS --limit 2")
                .out());
    hold("demo", Map.of("compile", compile, "eval", eval));
  }

  @Test
  void boxesAreValid() {
    Path pictures = SharedData.require("images/coco");
    Path model = SharedData.require("models/yolox_nano_onnx/yolox_nano.onnx");
    Path preprocess =
        new Scene(folder).write("boxes.yaml", RESIZED.formatted("416, 416") + CHANNELS_FIRST);
    String data =
        "--data %s --labels %s/gt80_13.tsv --classes %s/coco_classes.txt"
            .formatted(pictures, pictures, pictures);
    holdEval(
        "eval %s %s --decoder yolox --metric coco --limit 1 --preprocess %s"
            .formatted(model, data, preprocess));
    holdEval(
        "eval %s %s --decoder yolox --metric voc --limit 1 --preprocess %s"
            .formatted(model, data, preprocess));
  }

  @Test
  void masksAreValid() throws Exception {
    Path pictures = SharedData.require("images/coco");
    Path model = SharedData.require("models/deeplabv3_mnv2_onnx/deeplab_v3_1_default_1.onnx");
    Scene scene = new Scene(folder);
    scene.write("masks/a.jpg", Scene.bytes(pictures.resolve("000000000139.jpg")));
    BufferedImage mask = new BufferedImage(640, 426, BufferedImage.TYPE_BYTE_GRAY);
    assertThat(ImageIO.write(mask, "png", scene.at("masks/a.png").toFile())).isTrue();
    Path labels = scene.write("masks.txt", "a.jpg a.png\n");
    Path preprocess = scene.write("masks.yaml", RESIZED.formatted("257, 257"));
    holdEval(
        "eval %s --data %s --labels %s --metric miou --preprocess %s"
            .formatted(model, scene.at("masks"), labels, preprocess));
  }

  private static void holdEval(String line) {
    PlumbRun run = run(line);
    assertThat(run.status()).as(run.err()).isZero();
    hold("eval", Json.parse(run.out()));
  }

  static void hold(String name, Object output) {
    assertThat(OutputSchema.of(name).problems(output)).isEmpty();
    assertThat(output).isInstanceOf(Map.class);
    ((Map<?, ?>) output)
        .forEach(
            (key, value) -> {
              assertThat(String.valueOf(key)).matches(KEY);
              Map<Object, Object> less = new LinkedHashMap<>((Map<?, ?>) output);
              less.put(key, List.of(Map.of("another thing", 1)));
              assertThat(OutputSchema.of(name).problems(less)).as("%s, %s", name, key).isNotEmpty();
            });
    Map<Object, Object> more = new LinkedHashMap<>((Map<?, ?>) output);
    more.put("another thing", List.of());
    assertThat(OutputSchema.of(name).problems(more)).as(name).isNotEmpty();
    for (Object required : required(name)) {
      Map<Object, Object> less = new LinkedHashMap<>((Map<?, ?>) output);
      less.remove(required);
      assertThat(OutputSchema.of(name).problems(less)).as("%s, %s", name, required).isNotEmpty();
    }
  }

  /** Of what the whole output is; its forms, where it has several, are told apart by theirs. */
  private static List<Object> required(String name) {
    Map<?, ?> root = OutputSchema.of(name).root();
    List<Object> all = new ArrayList<>();
    if (root.get("required") instanceof List<?> names) {
      all.addAll(names);
    }
    return all;
  }
}
