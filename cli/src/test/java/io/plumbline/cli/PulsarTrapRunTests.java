package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.plumbline.testkit.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traps of Pulsar's manuals on real models: each is named by the code that explains it. */
class PulsarTrapRunTests {
  private static final String CONFIG =
      """
      input_path: "MODEL"
      output_path: "out/net.joint"
      target_hardware: TARGET_HARDWARE_AX620
      src_input_tensors { color_space: TENSOR_COLOR_SPACE_BGR }
      dst_input_tensors { color_space: TENSOR_COLOR_SPACE_BGR }
      neuwizard_conf {
        OPERATORS
        dataset_conf_calibration { path: "pictures" type: DATASET_TYPE_TAR size: 4 }
      }
      """;

  /** As the accuracy page prints it: the constants in the order RGB, and 0.255 for 0.225. */
  private static final String MANUAL =
      """
      operator_conf {
        input_conf_items {
          attributes {
            input_modifications { affine_preprocess { slope: 1 slope_divisor: 255 } }
            input_modifications {
              input_normalization { mean: [0.485, 0.456, 0.406] std: [0.229, 0.224, 0.255] }
            }
          }
        }
      }
      """;

  private static final String TASK =
      """
      tasks {
        name: "NAME"
        input_model_items { model { path: "%s" type: MODEL_TYPE_ONNX } }
        output_model_items { model { path: "NAME.joint" type: MODEL_TYPE_JOINT } }
        target_hardware: TARGET_HARDWARE_AX620
        neuwizard_conf { dataset_conf_calibration { path: "pictures" type: DATASET_TYPE_TAR } }
      }
      """
          .formatted(Scene.MODEL.toString().replace('\\', '/'));

  @TempDir private Path folder;

  private Path config(Path model, String operators) {
    return new Scene(folder)
        .write(
            "c.prototxt",
            CONFIG
                .replace("MODEL", model.toString().replace('\\', '/'))
                .replace("OPERATORS", operators));
  }

  @Test
  void constantsOfTheManual() {
    PlumbRun run = PlumbRun.of("check", "-c", config(Scene.MODEL, MANUAL));
    assertThat(run.err())
        .contains("[lint.colour-order]", "[lint.slip]", "0.255 stands among constants");
  }

  @Test
  void anotherModelThanTheOneThatWasBuilt() throws Exception {
    Scene scene = new Scene(folder);
    scene.pictures(5);
    Path config = config(Scene.MODEL, "");
    PlumbRun compiled = PlumbRun.of("compile", "-c", config, "--no-native");
    assertThat(compiled.status()).isZero();
    assertThat(compiled.err())
        .contains("4 calibration samples, all that the configuration takes; give 20");
    Path resolved = folder.resolve("out/net_output_config.prototxt");
    assertThat(Files.readString(resolved)).contains("model_sha256: ", "calibration_sha256: ");
    Path other = scene.model(model -> model.setProducerName("other"));
    Path module = folder.resolve("out/net.plm");
    PlumbRun same = PlumbRun.of("pulsar", "run", Scene.MODEL, module, "--config", resolved);
    assertThat(same.out()).as(same.err()).contains("Score compare table:", "2-norm RE:");
    assertThat(same.err()).doesNotContain("is not the model that");
    PlumbRun run = PlumbRun.of("pulsar", "run", other, module, "--config", resolved);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(other + " is not the model that");
    assertThat(run.out()).doesNotContain("Score compare table:");
  }

  /** A module of another model gives figures that mean nothing. */
  @Test
  void aModuleOfAnotherModel() throws Exception {
    Scene scene = new Scene(folder);
    scene.pictures(2);
    Path other =
        scene.model(
            model ->
                model.getGraphBuilder().getInitializerBuilderList().stream()
                    .filter(weight -> weight.getDataType() == 1 && weight.getRawData().size() > 64)
                    .limit(1)
                    .forEach(
                        weight ->
                            weight.setRawData(
                                ByteString.copyFrom(new byte[weight.getRawData().size()]))));
    assertThat(PlumbRun.of("compile", "-c", config(other, ""), "--no-native").status()).isZero();
    Path module = folder.resolve("other.plm");
    Files.move(folder.resolve("out/net.plm"), module);
    assertThat(PlumbRun.of("compile", "-c", config(Scene.MODEL, ""), "--no-native").status())
        .isZero();
    Path resolved = folder.resolve("out/net_output_config.prototxt");
    PlumbRun run = PlumbRun.of("pulsar", "run", Scene.MODEL, module, "--config", resolved);
    assertThat(run.err()).contains(module + " is not the module that " + resolved);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).doesNotContain("Score compare table:");
  }

  /** Without a configuration names and sizes of the outputs tell it. */
  @Test
  void aModuleWithOtherOutputs() {
    Scene scene = new Scene(folder);
    scene.compiled(2);
    Path other =
        scene.model(
            model -> {
              String output = model.getGraph().getOutput(0).getName();
              model.getGraphBuilder().getOutputBuilder(0).setName("scores");
              model.getGraphBuilder().getNodeBuilderList().stream()
                  .filter(node -> node.getOutputList().contains(output))
                  .forEach(node -> node.setOutput(node.getOutputList().indexOf(output), "scores"));
            });
    Path module = folder.resolve("out/net.plm");
    PlumbRun run = PlumbRun.of("pulsar", "run", other, module);
    assertThat(run.err())
        .contains(
            "net.plm was not compiled from " + other, "held to them by their order", "scores");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).doesNotContain("Score compare table:");
    assertThat(PlumbRun.of("verify", "-m", other + "," + module, "--mode", "similarity").err())
        .contains("[verify.other-outputs]");
  }

  /** What failed stands at the end, too, and which tasks the flags do not touch. */
  @Test
  void aTaskThatFailsIsToldAtTheEnd() {
    Scene scene = new Scene(folder);
    scene.pictures(2);
    Path file =
        scene.write("tasks.prototxt", TASK.replace("NAME", "one") + TASK.replace("NAME", "two"));
    PlumbRun run =
        PlumbRun.of("pulsar", "build", "--config", file, "--input", folder.resolve("none.onnx"));
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out() + run.err())
        .contains("--input names 1, and there are 2 tasks", "1 of 2 tasks failed: 'one'");
    assertThat(folder.resolve("two.joint")).exists();
  }

  @Test
  void tolerancesInTheWrongOrder() {
    Scene scene = new Scene(folder);
    scene.write("onnx/y.bin", new byte[] {0, 0, (byte) 0x80, 0x3f});
    scene.write("joint/y.bin", new byte[] {0, 0, 0, 0x41});
    List<String> swapped =
        List.of("verify", "--gt", folder + "/onnx," + folder + "/joint", "--atol", "100000");
    PlumbRun run = PlumbRun.of(swapped.toArray());
    assertThat(run.err()).contains("[verify.loose-tolerance]", "are --atol and --rtol exchanged?");
  }

  @Tag("slow")
  @Test
  void siluUnderCoarseScales() {
    Path model = SharedData.require("models/yolox_nano_onnx/yolox_nano.onnx");
    List<Path> pictures = Scene.files(SharedData.require("images/coco"));
    Scene scene = new Scene(folder);
    pictures.stream()
        .filter(picture -> picture.toString().endsWith(".jpg"))
        .limit(2)
        .forEach(each -> scene.write("pictures/" + each.getFileName(), Scene.bytes(each)));
    PlumbRun run =
        PlumbRun.of("compile", "-c", config(model, ""), "--effort", "fast", "--no-native");
    assertThat(run.err()).contains("[quantize.coarse-gate]", "Silu reaches");
  }
}
