package io.plumbline.config.lint;

import static io.plumbline.config.lint.LintCase.ANY;
import static io.plumbline.config.lint.LintCase.BGR;
import static io.plumbline.config.lint.LintCase.CHW;
import static io.plumbline.config.lint.LintCase.RGB;
import static io.plumbline.config.lint.LintCase.SWAP;
import static io.plumbline.config.lint.LintCase.UNIT;
import static io.plumbline.config.lint.LintCase.planted;
import static io.plumbline.config.lint.LintCase.steps;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Preparations that do not do what the model needs. */
class PreprocessLintTests {
  @TempDir private Path folder;

  static Stream<LintCase> preprocessing() {
    return Stream.of(
        steps("lint.scaled-twice", "read with opencv", RGB + UNIT, "skimage", CHW),
        steps("lint.fractions", "as read_mode skimage reads them", RGB, "skimage", CHW),
        steps(
            "lint.fractions",
            "keep 0…255",
            RGB,
            "opencv",
            SWAP,
            CHW,
            "ScaleTransformer: {scale_value: 0.003921568627451}"),
        steps(
            "lint.scaled-twice",
            "remove it",
            ANY,
            "skimage",
            CHW,
            "ScaleTransformer: {scale_value: 0.003921568627451}"),
        steps(
            "lint.normalised-twice",
            "MeanTransformer normalises",
            RGB + "mean_value: 123.675 116.28 103.53\n" + UNIT,
            "opencv",
            SWAP,
            CHW,
            "MeanTransformer: {means: [123.675, 116.28, 103.53]}"),
        steps(
            "lint.normalised-twice",
            "NormalizeTransformer normalises",
            RGB + UNIT,
            "opencv",
            SWAP,
            CHW,
            "NormalizeTransformer: {std: 128}"),
        steps(
            "lint.normalised-here",
            "device hands over 0…255",
            RGB,
            "opencv",
            SWAP,
            CHW,
            "AddTransformer: {value: -128}"),
        steps("lint.channel-order", "add BGR2RGBTransformer", RGB + UNIT, "opencv", CHW),
        steps("lint.channel-order", "remove the transformer", BGR + UNIT, "opencv", SWAP, CHW),
        steps("lint.channel-order", "add RGB2BGRTransformer", BGR, "PIL", CHW),
        steps("lint.swapped-twice", "already RGB here", ANY, "skimage", SWAP, CHW),
        steps(
            "lint.axes",
            "add HWC2CHWTransformer",
            RGB + "input_layout_train: NCHW",
            "opencv",
            SWAP),
        steps(
            "lint.data-format", "CHW by default", RGB + UNIT, "opencv", "BGR2RGBTransformer", CHW),
        steps(
            "lint.slip",
            "0.255 stands among",
            ANY,
            "skimage",
            CHW,
            "MeanTransformer: {means: [0.485, 0.456, 0.406]}",
            "NormalizeTransformer: {std: [0.229, 0.224, 0.255]}"),
        steps(
            "lint.unit-deviation",
            "run from 0 to 255",
            ANY,
            "opencv",
            SWAP,
            CHW,
            "MeanTransformer: {means: [123.675, 116.28, 103.53]}",
            "NormalizeTransformer: {std: [0.229, 0.224, 0.225]}"),
        steps(
            "lint.pixel-constant",
            "run from 0 to 1",
            ANY,
            "skimage",
            CHW,
            "MeanTransformer: {means: [123.675, 116.28, 103.53]}"),
        steps(
            "lint.colour-order",
            "are in the order bgr",
            ANY,
            "opencv",
            CHW,
            "MeanTransformer: {means: [123.675, 116.28, 103.53]}"),
        steps(
            "lint.inverse-255",
            "ScaleTransformer",
            ANY,
            "opencv",
            SWAP,
            CHW,
            "ScaleTransformer: {scale_value: 0.0039}"),
        steps(
                "lint.colour-space",
                "add BGR2GRAYTransformer",
                "input_type_train: gray\ninput_type_rt: gray\n",
                "opencv",
                CHW)
            .grey(),
        steps(
            "lint.colour-space",
            "add RGB2YUV444Transformer",
            "input_type_train: yuv444\ninput_type_rt: nv12\n",
            "skimage",
            "ScaleTransformer: {scale_value: 255}",
            CHW),
        steps(
            "lint.swing",
            "say bt601_video",
            "input_type_train: yuv444\ninput_type_rt: nv12\n",
            "opencv",
            CHW,
            "BGR2YUVBT601VIDEOTransformer"),
        steps(
            "lint.data-format",
            "say data_format: HWC",
            "input_type_train: yuv444\ninput_type_rt: nv12\n",
            "opencv",
            "BGR2YUV444Transformer",
            CHW));
  }

  @ParameterizedTest
  @MethodSource("preprocessing")
  void namesPlantedMistakesAndNothingElse(LintCase planted) throws IOException {
    planted.assertNamed(folder);
  }
}
