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

  /** One input that is the output. */
  private static Graph graph() {
    Map<String, ValueType> types = Map.of("x", TensorType.of(DType.FLOAT32, Shape.of(1, 3)));
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
    return ConfigDraft.of(
            new ConfigDraft.Request(
                graph(), files, FOLDER.resolve("plumb.yaml"), new LinkedHashMap<>(), List.of()))
        .configuration();
  }
}
