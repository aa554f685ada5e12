package io.plumbline.config.lint;

import io.plumbline.config.dialect.Setting;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    if (input.said().training().isEmpty() || input.said().device().isEmpty()) {
      return;
    }
    PictureType train = input.said().training().get();
    PictureType runtime = input.said().device().get();
    if (!isLegal(train, runtime)) {
      warn(
          "lint.type-pair",
          Setting.DEVICE_TYPE,
          "%s %s cannot become %s %s; %s"
              .formatted(
                  key(Setting.DEVICE_TYPE),
                  runtime.label(),
                  key(Setting.TRAINING_TYPE),
                  train.label(),
                  remedy(train)));
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
    boolean featuremap = input.said().training().filter(PictureType.FEATUREMAP::equals).isPresent();
    for (Quantity quantity : List.of(Quantity.MEAN, Quantity.SCALE, Quantity.DEVIATION)) {
      if (featuremap && input.has(quantity)) {
        warn(
            "lint.featuremap-normalised",
            quantity.setting(),
            "%s does nothing for a featuremap; say %s rgb, bgr or gray, or put it into '%s'"
                .formatted(
                    key(quantity.setting()), key(Setting.TRAINING_TYPE), key(Setting.PREPROCESS)));
      }
    }
  }

  private void swing() {
    boolean studio = input.said().studio();
    if (studio && input.said().device().filter(type -> !type.isYuv()).isPresent()) {
      warn(
          "lint.swing",
          Setting.SWING,
          "bt601_video is for nv12 whose Y lies in 16…235, and %s is %s; say regular"
              .formatted(key(Setting.DEVICE_TYPE), input.said().device().get().label()));
    }
  }

  private void shape(Shape shape) {
    if (!input.isPicture()) {
      return;
    }
    int channels = input.said().training().orElseThrow().channels();
    boolean first = shape.dim(1) == channels;
    boolean last = shape.dim(3) == channels;
    if (!first && !last) {
      warn(
          "lint.channels",
          Setting.TRAINING_TYPE,
          String.format(
              Locale.ROOT,
              "%s has %s, and the model's input is %s",
              input.said().training().orElseThrow().label(),
              Count.of(channels, "channel"),
              shape));
    } else if (first != last) {
      PictureLayout actual = first ? PictureLayout.NCHW : PictureLayout.NHWC;
      if (input.said().trainingLayout().filter(actual::equals).isEmpty()
          && input.said().trainingLayout().isPresent()) {
        warn(
            "lint.layout",
            Setting.TRAINING_LAYOUT,
            "%s is %s, and the model's input is %s; say %s"
                .formatted(
                    key(Setting.TRAINING_LAYOUT),
                    input.said().trainingLayout().get(),
                    shape,
                    actual));
      }
      even(shape, actual);
    }
  }

  private void even(Shape shape, PictureLayout layout) {
    long height = shape.dim(layout.heightAxis());
    long width = shape.dim(layout.heightAxis() + 1);
    Optional<PictureType> runtime = input.said().device();
    if (runtime.filter(PictureType.NV12::equals).isPresent() && (height % 2 | width % 2) != 0) {
      warn(
          "lint.odd-nv12",
          Setting.DEVICE_TYPE,
          String.format(
              Locale.ROOT,
              "nv12 has one U and V for 2x2 pixels, and the model's input is %d high and %d wide",
              height,
              width));
    }
  }

  private String key(Setting setting) {
    return input.key(setting);
  }

  private void warn(String code, Setting setting, String message) {
    findings.add(Finding.warning(code, input.where(setting), input.prefix() + message));
  }
}
