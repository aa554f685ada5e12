package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.testkit.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EvalTests {
  private static final String YOLOX_INPUT =
      """
      transformers:
        - PadResizeTransformer: {target_size: [416, 416], pad_value: 114, pad_position: bottom_right}
        - HWC2CHWTransformer: {}
      """;

  @TempDir private Path folder;

  @Test
  void classesAreListed() {
    PlumbRun run = eval(Scene.MODEL, "--limit", "12");
    assertThat(run.status()).describedAs(run.err()).isZero();
    int samples = 0;
    for (JsonNode each : run.json().get("classes")) {
      samples += each.get("samples").asInt();
    }
    assertThat(samples).isEqualTo(12);
  }

  /** A model of any batch and its integer program of batch 1 take the same pictures. */
  @Test
  void aDynamicBatchAgreesWithAFixedOne() {
    Path dynamic =
        new Scene(folder)
            .model(
                model ->
                    model
                        .getGraphBuilder()
                        .getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(0)
                        .setDimParam("N"));
    PlumbRun run = eval(dynamic + "," + Scene.MODEL, "--limit", "5");
    assertThat(run.status()).describedAs(run.err()).isZero();
    assertThat(run.json().get("models").get(1).get("agreement").asDouble()).isEqualTo(1);
  }

  @Test
  void theResultDoesNotDependOnThreads() {
    assertThat(eval(Scene.MODEL, "--limit", "30", "--threads", "1").out())
        .isEqualTo(eval(Scene.MODEL, "--limit", "30", "--threads", "3").out());
  }

  @Test
  void aMeasureOfTheClassPathSeesEverySample() {
    PlumbRun run = eval(Scene.MODEL, "--limit", "7", "--metric", "label-length");
    assertThat(run.status()).describedAs(run.err()).isZero();
    JsonNode figures = run.json().get("models").get(0).get("figures");
    assertThat(figures.get("samples").asInt()).isEqualTo(7);
    assertThat(figures.get("characters").asInt()).isEqualTo(7);
  }

  @Test
  void anUnknownMeasureIsNamed() {
    PlumbRun run = eval(Scene.MODEL, "--metric", "map50");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("'map50' is neither a built-in measure", "label-length");
  }

  @Test
  void aProgramMeasuresDumpedOutputs() {
    Path program = new Scene(folder).write("count.sh", "ls \"$1\"/*.npy | wc -l; test -s \"$2\"");
    PlumbRun run =
        eval(
            Scene.MODEL + "," + Scene.MODEL,
            "--limit",
            "5",
            "--metric-command",
            "sh " + program,
            "--dump",
            folder.resolve("dump"));
    assertThat(run.status()).describedAs(run.err()).isZero();
    assertThat(run.json().get("models").get(1).get("figures").get("metric").asInt()).isEqualTo(5);
    assertThat(folder.resolve("dump/0_model.onnx")).isDirectory();
    assertThat(folder.resolve("dump/labels.txt")).content().hasLineCount(5);
  }

  @Test
  void aProgramMayPrintSeveralFigures() {
    Path program = new Scene(folder).write("two.sh", "echo '{\"psnr\": 31.5, \"ssim\": 9e-1}'");
    PlumbRun run = eval(Scene.MODEL, "--limit", "2", "--metric-command", "sh " + program);
    JsonNode figures = run.json().get("models").get(0).get("figures");
    assertThat(figures.get("psnr").asDouble()).isEqualTo(31.5);
    assertThat(figures.get("ssim").asDouble()).isEqualTo(0.9);
  }

  @Test
  void aProgramThatFailsIsQuotedAndLeavesNoFolderBehind() {
    Path program =
        new Scene(folder).write("fail.sh", "echo 42; echo folder=$1 no labels here >&2; exit 3");
    PlumbRun run = eval(Scene.MODEL, "--limit", "2", "--metric-command", "sh " + program);
    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("ended with status 3", "no labels here");
    assertThat(scratch(run.err(), "folder=(\\S+)")).doesNotExist();
  }

  @Test
  void aTemporaryFolderIsNamedAndDeleted() {
    Path program = new Scene(folder).write("one.sh", "ls $1 | wc -l");
    PlumbRun run = eval(Scene.MODEL, "--limit", "2", "--metric-command", "sh " + program, "-v");
    assertThat(run.status()).describedAs(run.err()).isZero();
    assertThat(scratch(run.err(), "outputs go to (\\S+), which is deleted")).doesNotExist();
  }

  private static Path scratch(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).describedAs(text).isTrue();
    return Path.of(matcher.group(1));
  }

  @Test
  void aProgramThatPrintsNoNumberIsQuoted() {
    Path program = new Scene(folder).write("text.sh", "echo all fine");
    PlumbRun run = eval(Scene.MODEL, "--limit", "2", "--metric-command", "sh " + program);
    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("expected one number", "'all fine'");
  }

  @Test
  void averagePrecisionNeedsADecoder() {
    PlumbRun run = eval(Scene.MODEL, "--metric", "coco");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--decoder");
  }

  @Test
  void yoloxIsScoredOnAnnotatedPictures() {
    Path model = SharedData.require("models/yolox_nano_onnx/yolox_nano.onnx");
    Path pictures = SharedData.require("images/coco");
    Path preprocess = new Scene(folder).write("yolox.yaml", YOLOX_INPUT);
    PlumbRun run =
        PlumbRun.of(
            "eval",
            model,
            "--data",
            pictures,
            "--labels",
            pictures.resolve("gt80_13.tsv"),
            "--classes",
            pictures.resolve("coco_classes.txt"),
            "--decoder",
            "yolox",
            "--metric",
            "coco",
            "--preprocess",
            preprocess,
            "--json");
    assertThat(run.status()).describedAs(run.err()).isZero();
    JsonNode score = run.json().get("models").get(0);
    assertThat(score.get("map").asDouble()).isEqualTo(0.37, within(0.05));
    assertThat(score.get("ap50").asDouble()).isGreaterThan(score.get("ap75").asDouble());
  }

  private static PlumbRun eval(Object models, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "eval",
                models,
                "--data",
                Scene.EVALUATION,
                "--labels",
                Scene.LABELS,
                "--preprocess",
                Scene.PREPROCESS,
                "--json"));
    arguments.addAll(List.of(more));
    return PlumbRun.of(arguments);
  }
}
