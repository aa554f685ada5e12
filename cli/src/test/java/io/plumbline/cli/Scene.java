package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.TensorShapeProto;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A folder of its own for one test, filled from the shipped example. */
record Scene(Path folder) {
  static final Path EXAMPLE = SharedData.root().resolve("examples/shapes");
  static final Path MODEL = EXAMPLE.resolve("model.onnx");
  static final Path PREPROCESS = EXAMPLE.resolve("preprocess.yaml");
  static final Path EVALUATION = EXAMPLE.resolve("evaluation");
  static final Path LABELS = EXAMPLE.resolve("evaluation_labels.txt");

  Path at(String name) {
    return folder.resolve(name);
  }

  Path work() {
    return at("work");
  }

  Path write(String name, String text) {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String name, byte[] bytes) {
    try {
      Path file = at(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file alone in the folder {@code data}; returns the folder. */
  Path dataFile(String name, byte[] bytes) {
    write("data/" + name, bytes);
    return at("data");
  }

  Path emptyFolder(String name) {
    try {
      return Files.createDirectories(at(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first pictures of the example's calibration folder. */
  Path pictures(int count) {
    Path target = emptyFolder("pictures");
    for (int i = 0; i < count; i++) {
      write("pictures/p%d.png".formatted(i), bytes(picture(i)));
    }
    return target;
  }

  /**
   * The example compiled to integers in {@code out/net…} by {@code net.yaml}, without native code.
   */
  void compiled(int pictures) {
    pictures(pictures);
    write(
        "net.yaml",
        """
        model_parameters: {onnx_model: '%s', working_dir: out, output_model_file_prefix: net}
        calibration_parameters:
          cal_data_dir: pictures
          preprocess: '%s'
          effort: fast
        """
            .formatted(MODEL, PREPROCESS));
    PlumbRun run = PlumbRun.of("compile", "-c", at("net.yaml"), "--no-native");
    assertThat(run.status()).as(run.err()).isZero();
  }

  /**
   * Runs a line in which MODEL, PREPROCESS, PICTURE, EVALUATION, LABELS and SCENE stand for files.
   */
  PlumbRun run(String line) {
    return PlumbRun.of(
        Stream.of(line.split(" "))
            .map(
                word ->
                    word.replace("MODEL", MODEL.toString())
                        .replace("PREPROCESS", PREPROCESS.toString())
                        .replace("PICTURE", picture(0).toString())
                        .replace("EVALUATION", EVALUATION.toString())
                        .replace("LABELS", LABELS.toString())
                        .replace("SCENE", folder.toString()))
            .toArray());
  }

  static Path picture(int index) {
    return EXAMPLE.resolve("calibration/calibration_%03d.png".formatted(index));
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The example's model after an edit, as {@code edited.onnx}. */
  Path model(Consumer<ModelProto.Builder> edit) {
    try {
      ModelProto.Builder model = ModelProto.parseFrom(bytes(MODEL)).toBuilder();
      edit.accept(model);
      return write("edited.onnx", model.build().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The example's model with an input of the logits' shape, {@code second}, added to the logits.
   */
  Path twoInputs() {
    return model(
        model -> {
          var graph = model.getGraphBuilder();
          var output = graph.getOutput(0);
          graph.addInput(output.toBuilder().setName("second"));
          graph.addNode(
              NodeProto.newBuilder()
                  .setName("sum")
                  .setOpType("Add")
                  .addInput(output.getName())
                  .addInput("second")
                  .addOutput("sum"));
          graph.setOutput(0, output.toBuilder().setName("sum"));
        });
  }

  /** The example's model with the first elements of one float initializer replaced. */
  Path modelWith(String constant, int count, float value) {
    return model(model -> fill(model, constant, count, value));
  }

  /** Replaces the first elements of a float initializer. */
  static void fill(ModelProto.Builder model, String constant, int count, float value) {
    TensorProto.Builder tensor = initializer(model, constant);
    ByteBuffer data =
        ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      data.putFloat(i * Float.BYTES, value);
    }
    tensor.setRawData(ByteString.copyFrom(data.array()));
  }

  /** The third extent of the model's input. */
  static TensorShapeProto.Dimension.Builder height(ModelProto.Builder model) {
    return model
        .getGraphBuilder()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(2);
  }

  static TensorProto.Builder initializer(ModelProto.Builder model, String name) {
    return model.getGraphBuilder().getInitializerBuilderList().stream()
        .filter(tensor -> tensor.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Every file below the folder that a test's command may have written, sorted. */
  static List<Path> files(Path below) {
    if (!Files.isDirectory(below)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
