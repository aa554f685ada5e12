package io.plumbline.config.lint;

import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the device hands over against what the model was trained on, and both against its shape. */
final class InputTypeRules {
  private final LintedInput input;
  private final List<Finding> findings = new ArrayList<>();

  private InputTypeRules(LintedInput input) {
    this.input = input;
  }

  static List<Finding> of(LintedInput input) {
    InputTypeRules rules = new InputTypeRules(input);
    rules.pair();
    rules.featuremap();
    rules.swing();
    rules.input.shape().filter(shape -> shape.rank() == 4).ifPresent(rules::shape);
    return rules.findings;
  }

  private void pair() {
    if (input.train().isEmpty() || input.runtime().isEmpty()) {
      return;
    }
    PictureType train = input.train().get();
    PictureType runtime = input.runtime().get();
    if (!isLegal(train, runtime)) {
      warn(
          "lint.type-pair",
          "input_type_rt",
          "input_type_rt %s cannot become input_type_train %s; %s"
              .formatted(runtime.label(), train.label(), remedy(train)));
    }
  }

  private static boolean isLegal(PictureType train, PictureType runtime) {
    return switch (train) {
      case RGB, BGR -> runtime.channels() == 3;
      case YUV444 -> runtime.isYuv();
      case GRAY, FEATUREMAP -> train == runtime;
      case NV12 -> false;
    };
  }

  private static String remedy(PictureType train) {
    return switch (train) {
      case GRAY -> "say gray for both and hand over only the Y plane of nv12";
      case FEATUREMAP ->
          "say what the model was trained on (rgb, bgr, yuv444, gray), or" + " featuremap for both";
      case YUV444 -> "a model trained on yuv444 takes nv12 or yuv444";
      case RGB, BGR -> "a model trained on colour takes nv12, yuv444, rgb or bgr";
      case NV12 -> "models are trained on rgb, bgr, yuv444, gray or featuremap";
    };
  }

  private void featuremap() {
    boolean featuremap = input.train().filter(PictureType.FEATUREMAP::equals).isPresent();
    for (String key : List.of("mean_value", "scale_value", "std_value")) {
      if (featuremap && input.has(key)) {
        warn(
            "lint.featuremap-normalised",
            key,
            "%s does nothing for a featuremap; say input_type_train rgb, bgr or gray, or put it"
                    .formatted(key)
                + " into 'preprocess'");
      }
    }
  }

  private void swing() {
    boolean studio = input.text("input_space_and_range").filter("bt601_video"::equals).isPresent();
    if (studio && input.runtime().filter(type -> !type.isYuv()).isPresent()) {
      warn(
          "lint.swing",
          "input_space_and_range",
          "bt601_video is for nv12 whose Y lies in 16…235, and input_type_rt is %s; say regular"
              .formatted(input.runtime().get().label()));
    }
  }

  private void shape(Shape shape) {
    if (!input.isPicture()) {
      return;
    }
    int channels = input.train().orElseThrow().channels();
    boolean first = shape.dim(1) == channels;
    boolean last = shape.dim(3) == channels;
    if (!first && !last) {
      warn(
          "lint.channels",
          "input_type_train",
          "%s has %d channels, and the model's input is %s"
              .formatted(input.train().orElseThrow().label(), channels, shape));
    } else if (first != last) {
      PictureLayout actual = first ? PictureLayout.NCHW : PictureLayout.NHWC;
      if (input.layout().filter(actual::equals).isEmpty() && input.layout().isPresent()) {
        warn(
            "lint.layout",
            "input_layout_train",
            "input_layout_train is %s, and the model's input is %s; say %s"
                .formatted(input.layout().get(), shape, actual));
      }
      even(shape, actual);
    }
  }

  private void even(Shape shape, PictureLayout layout) {
    long height = shape.dim(layout.heightAxis());
    long width = shape.dim(layout.heightAxis() + 1);
    Optional<PictureType> runtime = input.runtime();
    if (runtime.filter(PictureType.NV12::equals).isPresent() && (height % 2 | width % 2) != 0) {
      warn(
          "lint.odd-nv12",
          "input_type_rt",
          "nv12 has one U and V for 2x2 pixels, and the model's input is %d high and %d wide"
              .formatted(height, width));
    }
  }

  private void warn(String code, String key, String message) {
    findings.add(Finding.warning(code, input.where(key), input.prefix() + message));
  }
}
