package io.plumbline.config.lint;

import io.plumbline.config.lint.PixelState.Colour;
import io.plumbline.config.lint.PreprocessSteps.Step;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Follows range, channel order and axes of a picture through the transformers. */
final class PreprocessTrace {
  /** What a mean picture is taken for: the middle of pixels. */
  private static final double MIDDLE = 128;

  private static final Pattern CHANNELWISE =
      Pattern.compile(
          "(Mean|Normalize|ReduceChannel)Transformer"
              + "|(RGB|BGR)2(RGB|BGR|GRAY|GRAY_128|YUV444|YUV444_128|YUVBT601VIDEO|NV12)Transformer");

  private final PreprocessSteps steps;
  private final List<Finding> findings = new ArrayList<>();
  private PixelState state;
  private Optional<Step> normalising = Optional.empty();

  private PreprocessTrace(PreprocessSteps steps) {
    this.steps = steps;
    // skimage reads fractions in RGB, PIL bytes in RGB, OpenCV bytes in BGR.
    this.state =
        switch (steps.readMode()) {
          case "skimage" -> new PixelState(0, 1, Colour.RGB, false);
          case "PIL" -> new PixelState(0, 255, Colour.RGB, false);
          default -> new PixelState(0, 255, Colour.BGR, false);
        };
  }

  static PreprocessTrace of(PreprocessSteps steps) {
    PreprocessTrace trace = new PreprocessTrace(steps);
    steps.steps().forEach(trace::step);
    return trace;
  }

  /** Suspicious constants and axes on the way. */
  List<Finding> findings() {
    return findings;
  }

  /** What the transformers hand over. */
  PixelState result() {
    return state;
  }

  /** The last transformer that shifts values or divides them per channel. */
  Optional<Step> normalising() {
    return normalising;
  }

  private void step(Step step) {
    dataFormat(step);
    switch (step.name()) {
      case "MeanTransformer" -> mean(step);
      case "NormalizeTransformer" -> deviation(step);
      case "ScaleTransformer" -> scale(step);
      case "AddTransformer" -> {
        step.numbers("value").forEach(value -> state = state.plus(value));
        normalising = Optional.of(step);
      }
      case "BGR2RGBTransformer", "RGB2BGRTransformer" -> swap(step);
      case "HWC2CHWTransformer" -> state = state.first(true);
      case "CHW2HWCTransformer" -> state = state.first(false);
      case "TransposeTransformer" -> transpose(step);
      default -> colour(step);
    }
  }

  private void mean(Step step) {
    boolean file = step.word("mean_file").isPresent();
    List<Double> means = file ? List.of(MIDDLE) : step.numbers("means");
    if (!file) {
      constants(step, Quantity.MEAN, means);
    }
    state = state.minus(means);
    normalising = Optional.of(step);
  }

  private void deviation(Step step) {
    List<Double> deviations = step.numbers("std");
    constants(step, Quantity.DEVIATION, deviations);
    state = state.over(deviations);
    normalising = Optional.of(step);
  }

  private void scale(Step step) {
    List<Double> scale = step.numbers("scale_value");
    if (state.low() >= 0 || state.span() > 4) {
      constants(step, Quantity.SCALE, scale);
    }
    scale.forEach(value -> state = state.times(value));
  }

  private void constants(Step step, Quantity quantity, List<Double> values) {
    if (!values.isEmpty() && (state.span() <= Constants.FRACTIONS || state.span() > 100)) {
      findings.addAll(
          new Constants(
                  quantity, step.name(), values, where(step), order(), state.span(), exchange())
              .lint());
    }
  }

  /** The transformer that is missing before the one that is looked at. */
  private String exchange() {
    return order()
        .map(
            order ->
                "insert the missing %s: {data_format: %s} before it"
                    .formatted(order.swap(), state.channelsFirst() ? "CHW" : "HWC"))
        .orElse("");
  }

  private Optional<KnownConstants.Order> order() {
    return switch (state.colour()) {
      case RGB -> Optional.of(KnownConstants.Order.RGB);
      case BGR -> Optional.of(KnownConstants.Order.BGR);
      case GRAY, YUV_FULL, YUV_STUDIO, UNKNOWN -> Optional.empty();
    };
  }

  /** Swapping the colours of what is already in the order asked for. */
  private void swap(Step step) {
    Colour wanted = step.name().startsWith("BGR") ? Colour.RGB : Colour.BGR;
    if (state.colour() == wanted) {
      findings.add(
          Finding.warning(
              "lint.swapped-twice",
              where(step),
              "%s: the channels are already %s here (read_mode %s); remove it, or name the other one"
                  .formatted(step.name(), wanted, steps.readMode())));
    }
    state = state.as(state.colour().swapped());
  }

  private void transpose(Step step) {
    List<Double> order = step.numbers("order");
    if (order.equals(List.of(2.0, 0.0, 1.0))) {
      state = state.first(true);
    } else if (order.equals(List.of(1.0, 2.0, 0.0))) {
      state = state.first(false);
    }
  }

  private void colour(Step step) {
    String name = step.name();
    if (name.contains("2GRAY") || name.equals("ReduceChannelTransformer")) {
      state = state.as(Colour.GRAY);
    } else if (name.contains("YUVBT601VIDEO")) {
      state = state.as(Colour.YUV_STUDIO);
    } else if (name.contains("2NV12")) {
      // OpenCV's I420 conversion is of studio swing.
      boolean opencv = step.word("cvt_mode").filter("opencv"::equals).isPresent();
      state = state.as(opencv ? Colour.YUV_STUDIO : Colour.YUV_FULL);
    } else if (name.contains("2YUV444") || name.equals("YUVTransformer")) {
      state = state.as(Colour.YUV_FULL);
    } else if (name.equals("NV12ToYUV444Transformer")) {
      state = state.first(step.word("yuv444_output_layout").filter("CHW"::equals).isPresent());
    }
    if (name.contains("_128Transformer")) {
      state = state.plus(-128);
      normalising = Optional.of(step);
    }
  }

  /** A data_format, whose default is CHW, against the axes at that place. */
  private void dataFormat(Step step) {
    boolean takes = CHANNELWISE.matcher(step.name()).matches();
    String format = step.word("data_format").orElse("CHW");
    String actual = state.channelsFirst() ? "CHW" : "HWC";
    if (takes && !format.equals(actual) && !isScalar(step)) {
      findings.add(
          Finding.warning(
              "lint.data-format",
              where(step),
              "%s works on %s%s, and the picture is %s at this place; say data_format: %s"
                  .formatted(
                      step.name(),
                      format,
                      step.word("data_format").isPresent() ? "" : " by default",
                      actual,
                      actual)));
    }
  }

  /** One number is the same for every channel, whatever the axes. */
  private static boolean isScalar(Step step) {
    return step.numbers("means").size() == 1 || step.numbers("std").size() == 1;
  }

  private String where(Step step) {
    return steps.file() + ":" + step.line();
  }
}
