package io.plumbline.config.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.Configurations;
import io.plumbline.config.lint.ConfigLinter;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the vendor's own examples get wrong is named in their configurations, and in no others. */
class PulsarTrapTests {
  private static final String PROTOTXT =
      """
      input_path: "net.onnx"
      src_input_tensors { color_space: TENSOR_COLOR_SPACE_COLOUR }
      dst_input_tensors { color_space: TENSOR_COLOR_SPACE_COLOUR }
      neuwizard_conf {
        operator_conf {
          input_conf_items {
            attributes {
              input_modifications { affine_preprocess { slope: 1 slope_divisor: 255 bias: 0 } }
              input_modifications { input_normalization { mean: [MEAN] std: [STD] } }
            }
          }
        }
        dataset_conf_calibration { path: "." type: DATASET_TYPE_TAR }
      }
      """;

  private static final String PULSAR2 =
      """
      input: net.onnx
      quant:
        input_configs:
          - {tensor_name: DEFAULT, calibration_dataset: ., calibration_mean: [MEAN], calibration_std: [STD]}
      input_processors:
        - {tensor_name: DEFAULT, tensor_format: COLOUR, src_format: COLOUR, src_dtype: U8}
      """;

  private static List<Finding> lint(String name, String template, String... values) {
    return lint(name, template, Shape.of(1, 3, 224, 224), values);
  }

  private static List<Finding> lint(String name, String template, Shape shape, String... values) {
    String text =
        template.replace("COLOUR", values[0]).replace("MEAN", values[1]).replace("STD", values[2]);
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("data", shape);
    return ConfigLinter.lint(Configurations.parse(text, Path.of(name)), shapes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BGR | 0.485, 0.456, 0.406 | 0.229, 0.224, 0.255 | lint.colour-order lint.slip
          RGB | 0.485, 0.456, 0.406 | 0.229, 0.224, 0.255 | lint.slip
          BGR | 0.485, 0.456, 0.406 | 0.225, 0.224, 0.229 | lint.colour-order
          RGB | 0.406, 0.456, 0.485 | 0.225, 0.224, 0.229 | lint.colour-order lint.colour-order
          RGB | 0.485, 0.456, 0.406 | 0.229, 0.224, 0.225 | ''
          BGR | 0.406, 0.456, 0.485 | 0.225, 0.224, 0.229 | ''
          RGB | 0.5, 0.5, 0.5 | 0.5, 0.5, 0.5 | ''
          """)
  void constantsOfTheManualAreNamed(String colour, String mean, String std, String codes) {
    assertThat(lint("c.prototxt", PROTOTXT, colour, mean, std))
        .extracting(Finding::code)
        .containsExactlyElementsOf(words(codes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RGB | 123.675, 116.28, 103.53 | 58.395, 57.12, 65.025 | lint.slip
          BGR | 123.675, 116.28, 103.53 | 57.375, 57.12, 58.395 | lint.colour-order
          RGB | 0.485, 0.456, 0.406 | 58.395, 57.12, 57.375     | lint.unit-mean
          RGB | 123.675, 116.28, 103.53 | 58.395, 57.12, 57.375 | ''
          BGR | 103.53, 116.28, 123.675 | 57.375, 57.12, 58.395 | ''
          """)
  void soAreThoseOfItsSuccessor(String colour, String mean, String std, String codes) {
    assertThat(lint("c.yaml", PULSAR2, colour, mean, std))
        .extracting(Finding::code)
        .containsExactlyElementsOf(words(codes));
  }

  @Test
  void whatToDoIsSaidInTheWordsOfTheFile() {
    String mean = "123.675, 116.28, 103.53";
    assertThat(lint("c.yaml", PULSAR2, "BGR", mean, "58.395, 57.12, 65.025"))
        .extracting(Finding::message)
        .allMatch(text -> text.startsWith("calibration_"))
        .noneMatch(text -> text.contains("Transformer"))
        .anyMatch(text -> text.contains("set input_processors.tensor_format to rgb"));
    assertThat(lint("c.prototxt", PROTOTXT, "BGR", "0.485, 0.456, 0.406", "1, 1, 1"))
        .extracting(Finding::message)
        .noneMatch(text -> text.contains("Transformer"))
        .anyMatch(text -> text.contains("set src_input_tensors.color_space to rgb"));
  }

  /** What nobody says follows from the model's channels, and a finding says what was assumed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1x3x224x224 | AUTO | 0.485, 0.456, 0.406 | lint.colour-order lint.colour-order
          1x3x224x224 | RGB  | 0.485, 0.456, 0.406 | ''
          1x3x224x224 | AUTO | 0.406, 0.456, 0.485 | lint.colour-order
          1x1x28x28   | AUTO | 0.449               | ''
          1x1x28x28   | BGR  | 0.449               | lint.channels
          1x4x28x28   | BGR  | 0.449               | lint.channels
          """)
  void coloursThatNobodySaysFollowFromTheChannels(
      String shape, String colour, String mean, String codes) {
    String std = mean.contains(",") ? "0.229, 0.224, 0.225" : "0.226";
    List<Finding> findings = lint("c.prototxt", PROTOTXT, Shape.parse(shape), colour, mean, std);
    assertThat(findings).extracting(Finding::code).containsExactlyElementsOf(words(codes));
    assertThat(findings)
        .filteredOn(found -> found.code().equals("lint.colour-order"))
        .extracting(Finding::message)
        .allMatch(
            text ->
                text.contains(
                    "set src_input_tensors.color_space, which is AUTO or not said and so taken as"
                        + " bgr, to rgb"));
  }

  private static List<String> words(String codes) {
    return Stream.of(codes.split(" ")).filter(code -> !code.isEmpty()).toList();
  }
}
