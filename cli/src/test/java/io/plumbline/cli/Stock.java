package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The shipped example and what is compiled of it, under whatever names a page gives to such files.
 *
 * @param folder where the compilations are, one of which takes camera pictures
 */
record Stock(Path folder) {
  /** Enough for every page, and soon run. */
  private static final int PICTURES = 8;

  private static final Shape SHAPE = Shape.of(1, 3, 48, 48);

  private static final String CONFIG =
      """
      model_parameters: {onnx_model: model.onnx, output_model_file_prefix: net}
      input_parameters: {input_type_rt: featuremap, input_type_train: featuremap, input_layout_train: NCHW}
      calibration_parameters: {cal_data_dir: pictures, preprocess: preprocess.yaml, calibration_type: max, effort: fast}
      """;

  private static final String CAMERA =
      """
      model_parameters: {onnx_model: model.onnx, output_model_file_prefix: net, working_dir: camera}
      input_parameters: {input_type_rt: rgb, input_type_train: rgb, input_layout_train: NCHW,
        norm_type: data_mean_and_scale, mean_value: 128 128 128, scale_value: 0.015625}
      calibration_parameters: {cal_data_dir: pictures, preprocess: pixels.yaml, calibration_type: max, effort: fast}
      """;

  private static final String DEVICE =
      """
      name: my board
      clock_mhz: 800
      macs_per_cycle_int8: 1024
      macs_per_cycle_int16: 256
      memory_gb_per_s: 12.8
      """;
  private static final String PIXELS =
      """
      transformers:
        - BGR2RGBTransformer: {data_format: HWC}
        - HWC2CHWTransformer: {}
      """;

  private static final String PROTOTXT =
      """
      input_path: "model.onnx"
      output_path: "joint/model"
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
        dataset_conf_calibration { path: "pictures" type: DATASET_TYPE_TAR }
      }
      """;

  static Stock in(Path folder) throws IOException {
    Stock stock = new Stock(folder);
    for (String name : List.of("model", "pictures", "preprocess", "pixels")) {
      stock.put(name, folder.resolve(name + stock.ending(name)));
    }
    new Scene(folder).write("config.yaml", CONFIG + "compiler_parameters: {}\n");
    new Scene(folder).write("camera.yaml", CAMERA);
    for (List<String> line :
        List.of(
            List.of("config.yaml", "--working-dir", folder + "/compiled"),
            List.of("camera.yaml"))) {
      PlumbRun run =
          PlumbRun.of(
              Stream.concat(
                      Stream.of("compile", "--no-native", "-c", folder.resolve(line.getFirst())),
                      line.stream().skip(1))
                  .toList());
      assertThat(run.status()).as(run.err()).isZero();
    }
    return stock;
  }

  private String ending(String kind) {
    return switch (kind) {
      case "model" -> ".onnx";
      case "preprocess", "pixels" -> ".yaml";
      default -> "";
    };
  }

  /** Puts one kind of file or folder where a page's command lines look for it. */
  void put(String kind, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    switch (kind) {
      case "model" -> Files.copy(Scene.MODEL, target);
      case "preprocess" -> Files.copy(Scene.PREPROCESS, target);
      case "picture" -> Files.copy(Scene.picture(0), target);
      case "pictures" -> copy(Scene.EXAMPLE.resolve("calibration"), target);
      case "evaluation" -> copy(Scene.EVALUATION, target);
      case "beside" -> copy(Scene.EVALUATION, Objects.requireNonNull(target.getParent()));
      case "labels" -> Files.write(target, Files.readAllLines(Scene.LABELS).subList(0, PICTURES));
      case "raw" -> Files.write(target, new byte[Math.toIntExact(Float.BYTES * SHAPE.elements())]);
      case "array" -> NpyFile.write(target, Tensor.allocate(DType.FLOAT32, SHAPE));
      case "device" -> Files.writeString(target, DEVICE);
      case "pixels" -> Files.writeString(target, PIXELS);
      case "config" -> Files.writeString(target, CONFIG);
      case "prototxt" -> Files.writeString(target, PROTOTXT);
      case "target" -> Files.writeString(target, target());
      case "compiled", "camera" -> copyAll(folder.resolve(kind), target);
      default -> copyArtefact(kind, target);
    }
  }

  /** {@code compiled/quantized_model.onnx} and its like. */
  private void copyArtefact(String kind, Path target) throws IOException {
    String[] parts = kind.split("/", 2);
    String name = parts[1].startsWith(".") ? "net" + parts[1] : "net_" + parts[1];
    Files.copy(folder.resolve(parts[0]).resolve(name), target);
  }

  /** The first files of a folder. */
  private static void copy(Path source, Path target) throws IOException {
    Files.createDirectories(target);
    for (Path file : Scene.files(source).subList(0, PICTURES)) {
      Files.copy(file, target.resolve(file.getFileName()));
    }
  }

  private static void copyAll(Path source, Path target) throws IOException {
    for (Path file : Scene.files(source)) {
      Path copy = target.resolve(source.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }

  /** The target that the page about adding one shows. */
  private static String target() throws IOException {
    Path page = SharedData.root().resolve("docs/adding-a-target.md");
    String text = Files.readString(page, StandardCharsets.UTF_8);
    int begin = text.indexOf("name: my-npu");
    return text.substring(begin, text.indexOf("```", begin));
  }
}
