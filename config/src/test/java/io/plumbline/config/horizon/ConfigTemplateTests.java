package io.plumbline.config.horizon;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTemplateTests {
  private static final Path FOLDER = Path.of("models").toAbsolutePath();

  @Test
  void everyDefaultThatIsWrittenOutCanBeOpened() {
    String text = template(ModelFiles.of(FOLDER.resolve("net.onnx")));
    for (ConfigKey key : ConfigCatalogue.ALL) {
      Pattern line = Pattern.compile("(?m)^  # " + key.name() + ": *(\\S.*)$");
      line.matcher(text)
          .results()
          .forEach(
              match -> assertThat(key.rule().problem(match.group(1))).as(key.name()).isEmpty());
    }
    assertThat(text).contains("Default: all cores.\n  # jobs:\n").contains("# effort: balanced\n");
  }

  @Test
  void keysThatCannotConcernTheModelAreLeftOut() {
    String text = template(ModelFiles.of(FOLDER.resolve("net.onnx")));
    assertThat(text)
        .contains("\n  # separate_batch: false\n", "\n  # mean_value: 0\n", "\n  # node_info: \n")
        .doesNotContain("caffe", "prototxt", "separate_name", "set_node_data_type", "norm_type")
        .doesNotContain("each input", "inputs by ';'");
  }

  @Test
  void bothFilesOfACaffeModelAreNamedAndNoOther() {
    String text =
        template(
            new ModelFiles(
                FOLDER.resolve("it's.caffemodel"), Optional.of(FOLDER.resolve("net.prototxt"))));
    assertThat(text)
        .contains("\n  caffe_model: 'it''s.caffemodel'\n")
        .contains("\n  prototxt: 'net.prototxt'\n")
        .doesNotContain("onnx_model:")
        .contains("\n  output_model_file_prefix: 'it''s'\n");
  }

  /** Features of sound, and a vector, are samples and no pictures. */
  @ParameterizedTest
  @ValueSource(strings = {"1x49x10x1", "1x640", "1x6x32x32"})
  void aModelThatTakesNoPicturesIsToldOfSamples(String shape) {
    ConfigDraft draft = draft(ModelFiles.of(FOLDER.resolve("net.onnx")), Shape.parse(shape));
    assertThat(draft.preprocess()).isEmpty();
    assertThat(draft.guesses()).isEmpty();
    assertThat(draft.configuration().replace("keys of pictures are left out", ""))
        .contains("Calibration samples: .npy or raw files, as the model was trained on them.")
        .doesNotContainPattern("pictures|mean_value|preprocess");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1x1x8x8", "1x32x320x3", "1x3x12x12", "1x1x28x28"})
  void smallPicturesArePictures(String shape) {
    ConfigDraft draft = draft(ModelFiles.of(FOLDER.resolve("net.onnx")), Shape.parse(shape));
    assertThat(draft.preprocess()).isPresent();
    assertThat(draft.configuration()).contains("mean_value: 0");
  }

  /** One input that is the output. */
  private static Graph graph(Shape shape) {
    Map<String, ValueType> types = Map.of("x", TensorType.of(DType.FLOAT32, shape));
    return new Graph(
        "net",
        ModelInfo.ofOpset(17),
        List.of("x"),
        List.of("x"),
        List.of(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(types));
  }

  private static String template(ModelFiles files) {
    return draft(files, Shape.of(1, 3, 32, 32)).configuration();
  }

  private static ConfigDraft draft(ModelFiles files, Shape shape) {
    return ConfigDraft.of(
        new ConfigDraft.Request(
            graph(shape),
            files,
            FOLDER.resolve("plumb.yaml"),
            new LinkedHashMap<>(),
            List.of(),
            "generic-int8"));
  }
}
