package io.plumbline.config.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.quantize.wish.Selector;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PulsarConfigTests {
  private static Configuration.Translation translated(String name) {
    return new PulsarCase(name).configuration().translate();
  }

  private static String described(String name) {
    Path folder = Objects.requireNonNull(new PulsarCase(name).file().getParent());
    return PulsarCase.described(translated(name).request(), folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classifier | built/flowers | mse     | rgb NHWC rgb NCHW full ddr [123.675, 116.280, 103.530] [0.0171248, 0.0175070, 0.0174292]
          camera     | /cars         | max     | nv12 NHWC bgr NCHW studio ddr [0.00000] [0.00392157]
          task       | built/digits  | batch 4 | gray NCHW gray NCHW full ddr [127.500] [0.00784314]
          tuned      | out/model     | best    | rgb NHWC bgr NCHW full ddr [127.500] [0.00784314]
          reversed   | /birds        | max     | bgr NHWC rgb NCHW full ddr [3.00000, 2.00000, 1.00000] [0.166667, 0.200000, 0.250000]
          search     | /face         | max     | bgr NHWC bgr NCHW full ddr [0.00000] [1.00000]
          features   | /match        | max-percentile:0.9999 | npu-uint8
          sixteen    | /depth        | max     | outputs int16
          """)
  void asksForWhatItSays(String name, String place, String method, String input) {
    assertThat(described(name + ".prototxt")).contains(place, method, input);
  }

  @Test
  void anOperatorHasTheBitsOfItsItem() {
    var wishes = translated("sixteen.prototxt").request().options().wishes();
    assertThat(wishes)
        .extracting(wish -> wish.selector() + " " + wish.scheme().name())
        .containsExactly(
            new Selector.All() + " int16",
            new Selector.Node("192") + " int8",
            new Selector.Node("recurrent") + " float32");
  }

  @Test
  void everyInputHasItsSet() {
    PulsarCase features = new PulsarCase("features.prototxt");
    Path folder = Objects.requireNonNull(features.file().getParent());
    assertThat(translated("features.prototxt").request().calibration())
        .isInstanceOfSatisfying(
            FolderData.class,
            data -> {
              assertThat(data.inputs()).isEqualTo(List.of("left", "right"));
              assertThat(data.folders())
                  .containsExactly(folder.resolve("left.tar"), folder.resolve("right.tar"));
            });
  }

  @Test
  void asManySamplesAreTakenAsAreAskedFor() {
    assertThat(translated("classifier.prototxt").request().calibration())
        .isInstanceOfSatisfying(FolderData.class, data -> assertThat(data.most()).hasValue(64));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pad_value: 114                                            | value=114.0, centred=true
          pad_mode_h: PAD_TOP_BOTTOM pad_mode_w: PAD_LEFT_RIGHT     | value=0.0, centred=true
          pad_mode_h: PAD_ONLY_BOTTOM pad_mode_w: PAD_ONLY_RIGHT    | value=0.0, centred=false
          """)
  void picturesKeepTheirProportions(String fields, String padding) {
    String text =
        """
        input_path: "net.onnx"
        src_input_tensors { tensor_name: "x" color_space: TENSOR_COLOR_SPACE_RGB }
        neuwizard_conf {
          operator_conf { input_conf_items { selector { op_name: "x" } attributes {
            input_modifications { override_input_shape { shape: [1, 3, 48, 64] } } } } }
          dataset_conf_calibration { path: "d.tar" resize_conf { keep_aspect_ratio: true FIELDS } }
        }
        """
            .replace("FIELDS", fields);
    Configuration given = Configurations.parse(text, Path.of("c.prototxt"));
    assertThat(given.translate().request().calibration())
        .isInstanceOfSatisfying(
            FolderData.class,
            data ->
                assertThat(data.preprocess().orElseThrow().toString())
                    .contains("PadResize[height=48, width=64, " + padding, "SwapRedBlue"));
    String resolved = given.resolved(Path.of("o.prototxt")).orElseThrow();
    Configuration again = Configurations.parse(resolved, Path.of("o.prototxt"));
    assertThat(again.translate().request().calibration())
        .isEqualTo(given.translate().request().calibration());
    assertThat(again.preprocess()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          target_w_bit: 5                       | 5    | config.not-available
          target_w_bit: 2 w_bit_choices: [4, 8] | 4    | config.not-available
          w_bit_choices: 4                      | 4    | config.not-available
          target_w_bit: 6 w_bit_choices: [4, 6] | 6    | config.not-available
          target_w_bit: 5 w_bit_choices: 8      | none | config.migrated
          w_bit_choices: [4, 8]                 | none | config.migrated
          """)
  void theMeanBitsOfWeightsAreLookedForWhereFourIsAChoice(
      String fields, @Nullable Double mean, String told) {
    String text =
        """
        input_path: "m.onnx" output_type: OUTPUT_TYPE_SUPERNET
        neuwizard_conf {
          task_conf { supernet_options { mixbit_params { target_a_bit: 10 %s } } }
          dataset_conf_calibration { path: "d.tar" type: DATASET_TYPE_TAR }
        }
        """
            .formatted(fields);
    Configuration given = Configurations.parse(text, Path.of("c.prototxt"));
    assertThat(given.weightBits().stream().boxed().toList())
        .isEqualTo(Stream.ofNullable(mean).toList());
    assertThat(given.translate().request().goal().isNone()).isEqualTo(mean != null);
    assertThat(given.translate().findings()).extracting("code").contains(told);
    Configuration again =
        Configurations.parse(
            given.resolved(Path.of("o.prototxt")).orElseThrow(), Path.of("o.prototxt"));
    assertThat(again.weightBits()).isEqualTo(given.weightBits());
  }

  @Test
  void theMeanBitsAreABudget() {
    assertThat(translated("search.prototxt").request().goal().budget()).hasValue(0.25);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classifier | 40 config.no-effect
          classifier | 49 config.not-available
          camera     | 20 config.migrated
          task       | 23 config.not-available
          search     | 12 config.migrated
          tuned      | 15 config.calibration-skipped
          reversed   | 9 config.migrated
          """)
  void whatIsDoneOtherwiseIsNamedWithItsLine(String name, String finding) {
    assertThat(PulsarCase.told(translated(name + ".prototxt")).lines()).contains(finding);
  }
}
