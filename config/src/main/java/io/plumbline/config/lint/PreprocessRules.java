package io.plumbline.config.lint;

import io.plumbline.config.dialect.Setting;
import io.plumbline.config.lint.PixelState.Colour;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the transformers hand over against what the input expects. */
final class PreprocessRules {
  private final LintedInput input;
  private final PreprocessSteps steps;
  private final PreprocessTrace trace;
  private final List<Finding> findings = new ArrayList<>();

  private PreprocessRules(LintedInput input, PreprocessSteps steps) {
    this.input = input;
    this.steps = steps;
    this.trace = PreprocessTrace.of(steps);
  }

  static List<Finding> of(LintedInput input) {
    Optional<PreprocessSteps> steps = PreprocessSteps.of(input.config());
    // The transformers serve whatever inputs are pictures; of several only those that say so.
    if (steps.isEmpty() || (input.count() > 1 && !input.isPicture())) {
      return List.of();
    }
    PreprocessRules rules = new PreprocessRules(input, steps.get());
    rules.findings.addAll(rules.trace.findings());
    rules.layout();
    if (input.isPicture()) {
      rules.range();
      rules.channels(input.said().training().orElseThrow());
    }
    return rules.findings;
  }

  private void layout() {
    boolean known = steps.steps().stream().noneMatch(step -> step.name().contains("2NV12"));
    Optional<PictureLayout> layout = input.said().trainingLayout();
    boolean grey = trace.result().colour() == Colour.GRAY;
    if (known && !grey && layout.isPresent()) {
      boolean first = layout.get() == PictureLayout.NCHW;
      if (first != trace.result().channelsFirst()) {
        warn(
            "lint.axes",
            last(),
            "the transformers hand over %s, and %s is %s; add %s"
                .formatted(
                    first ? "HWC" : "CHW",
                    input.key(Setting.TRAINING_LAYOUT),
                    layout.get(),
                    first ? "HWC2CHWTransformer" : "CHW2HWCTransformer"));
      }
    }
  }

  private void range() {
    PixelState result = trace.result();
    boolean model =
        input.has(Quantity.MEAN) || input.has(Quantity.SCALE) || input.has(Quantity.DEVIATION);
    Optional<PreprocessSteps.Step> step = trace.normalising();
    if (step.isPresent() && (result.low() < -1e-9 || result.span() < 100) && model) {
      warn(
          "lint.normalised-twice",
          steps.file() + ":" + step.get().line(),
          "%s normalises, and %s, %s or %s do so again in the model; remove it here: samples are wanted in 0…255"
              .formatted(
                  step.get().name(),
                  input.key(Setting.MEAN),
                  input.key(Setting.SCALE),
                  input.key(Setting.DEVIATION)));
    } else if (step.isPresent() && result.low() < -1e-9) {
      warn(
          "lint.normalised-here",
          steps.file() + ":" + step.get().line(),
          "%s normalises the samples, but the device hands over 0…255 as %s says; say %s and %s instead, or featuremap for both types"
              .formatted(
                  step.get().name(),
                  input.key(Setting.DEVICE_TYPE),
                  input.key(Setting.MEAN),
                  input.key(Setting.SCALE)));
    } else if (result.high() <= 1.5) {
      fractions(model);
    }
  }

  private void fractions(boolean model) {
    boolean skimage = steps.readMode().equals("skimage");
    warn(
        model ? "lint.scaled-twice" : "lint.fractions",
        skimage ? steps.file() + ":" + steps.modeLine() : last(),
        String.format(
            Locale.ROOT,
            "the samples run from 0 to %.4g%s, and %s; %s",
            trace.result().high(),
            skimage ? " as read_mode skimage reads them" : "",
            model ? "the model scales them once more" : "the device hands over 0…255",
            model
                ? "read with opencv, or add ScaleTransformer {scale_value: 255}"
                : "keep 0…255 here and say %s: 0.003921568627451 for the model"
                    .formatted(input.key(Setting.SCALE))));
  }

  private void channels(PictureType train) {
    Colour colour = trace.result().colour();
    switch (train) {
      case RGB, BGR -> {
        Colour wanted = train == PictureType.RGB ? Colour.RGB : Colour.BGR;
        if (colour == wanted.swapped()) {
          warn(
              "lint.channel-order",
              last(),
              "the transformers hand over %s, and %s is %s; %s"
                  .formatted(name(colour), trainingKey(), train.label(), swap(colour)));
        } else if (colour == Colour.GRAY || isYuv(colour)) {
          warn(
              "lint.colour-space",
              last(),
              "the transformers hand over %s, and %s is %s"
                  .formatted(name(colour), trainingKey(), train.label()));
        }
      }
      case YUV444, NV12 -> yuv(train, colour);
      case GRAY -> {
        if (colour != Colour.GRAY && colour != Colour.UNKNOWN) {
          warn(
              "lint.colour-space",
              last(),
              "the transformers hand over %s, and %s is gray; add %s2GRAYTransformer"
                  .formatted(name(colour), trainingKey(), colour == Colour.RGB ? "RGB" : "BGR"));
        }
      }
      case FEATUREMAP -> {}
    }
  }

  private void yuv(PictureType train, Colour colour) {
    boolean studio = input.said().studio();
    if (!isYuv(colour) && colour != Colour.UNKNOWN) {
      warn(
          "lint.colour-space",
          last(),
          "the transformers hand over %s, and %s is %s; add %s2YUV444Transformer"
              .formatted(
                  name(colour),
                  trainingKey(),
                  train.label(),
                  colour == Colour.RGB ? "RGB" : "BGR"));
    } else if (isYuv(colour) && studio != (colour == Colour.YUV_STUDIO)) {
      warn(
          "lint.swing",
          last(),
          "the transformers make YUV of %s swing, and %s is %s; %s"
              .formatted(
                  colour == Colour.YUV_STUDIO ? "studio (Y 16…235)" : "full",
                  input.key(Setting.SWING),
                  studio ? "bt601_video" : "regular",
                  studio
                      ? "use the YUVBT601VIDEO transformers"
                      : "say bt601_video, or use the YUV444 transformers"));
    }
  }

  private String trainingKey() {
    return input.key(Setting.TRAINING_TYPE);
  }

  private static boolean isYuv(Colour colour) {
    return colour == Colour.YUV_FULL || colour == Colour.YUV_STUDIO;
  }

  private static String name(Colour colour) {
    return switch (colour) {
      case RGB -> "rgb";
      case BGR -> "bgr";
      case GRAY -> "gray";
      case YUV_FULL, YUV_STUDIO -> "yuv";
      case UNKNOWN -> "something unknown";
    };
  }

  private String swap(Colour colour) {
    boolean swapped =
        steps.steps().stream()
            .anyMatch(step -> step.name().matches("(BGR2RGB|RGB2BGR)Transformer"));
    String name = colour == Colour.RGB ? "RGB2BGRTransformer" : "BGR2RGBTransformer";
    return swapped
        ? "remove the transformer that swaps them (read_mode %s)".formatted(steps.readMode())
        : "add %s (read_mode %s)".formatted(name, steps.readMode());
  }

  /** The place of the last transformer, or of the read mode when there is none. */
  private String last() {
    int line = steps.steps().isEmpty() ? steps.modeLine() : steps.steps().getLast().line();
    return steps.file() + ":" + line;
  }

  private void warn(String code, String where, String message) {
    findings.add(Finding.warning(code, where, input.prefix() + message));
  }
}
