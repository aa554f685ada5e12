package io.plumbline.data.picture;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NearestSpelling;
import io.plumbline.tensor.UnsupportedException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes transformers by the names and parameters of Horizon's documented data preparation. */
public final class Transformers {
  /** What {@link #of} makes. */
  public static final List<String> SUPPORTED =
      List.of(
          "AddTransformer",
          "BGR2GRAYTransformer",
          "BGR2RGBTransformer",
          "CHW2HWCTransformer",
          "CenterCropTransformer",
          "F32ToS8Transformer",
          "F32ToU8Transformer",
          "HWC2CHWTransformer",
          "MeanTransformer",
          "NormalizeTransformer",
          "PadResizeTransformer",
          "RGB2BGRTransformer",
          "RGB2GRAYTransformer",
          "ResizeTransformer",
          "ScaleTransformer",
          "ShortSideResizeTransformer",
          "TransposeTransformer");

  private static final List<String> DOCUMENTED_ONLY =
      List.of(
          "BGR2NV12Transformer",
          "BGR2YUV444Transformer",
          "BGR2YUV444_128Transformer",
          "BGR2YUVBT601VIDEOTransformer",
          "LongSideCropTransformer",
          "NV12ToYUV444Transformer",
          "PILCenterCropTransformer",
          "PILResizeTransformer",
          "PadTransformer",
          "PaddedCenterCropTransformer",
          "RGB2GRAY_128Transformer",
          "RGB2NV12Transformer",
          "RGB2YUV444Transformer",
          "RGB2YUV444_128Transformer",
          "RGB2YUVBT601VIDEOTransformer",
          "ReduceChannelTransformer",
          "ShortLongResizeTransformer",
          "WarpAffineTransformer",
          "YUVTransformer");

  private Transformers() {}

  /**
   * Makes one transformer.
   *
   * @param parameters numbers, texts and lists of numbers, by documented name
   * @throws BadConfigurationException when the name or a parameter is unknown, missing or of the
   *     wrong type
   * @throws UnsupportedException when the name is documented but not available
   */
  public static Transformer of(String name, Map<String, Object> parameters) {
    Parameters given = new Parameters(name, parameters);
    Transformer transformer = make(name, given);
    given.requireNoOthers();
    return transformer;
  }

  private static Transformer make(String name, Parameters given) {
    return switch (name) {
      case "AddTransformer" -> new Add(given.number("value"));
      case "ScaleTransformer" -> new Scale(given.number("scale_value"));
      case "MeanTransformer" -> new SubtractMean(given.numbers("means"), order(given));
      case "NormalizeTransformer" -> normalize(given);
      case "F32ToS8Transformer" -> new CastTo(DType.INT8);
      case "F32ToU8Transformer" -> new CastTo(DType.UINT8);
      case "HWC2CHWTransformer" -> MoveAxes.CHANNELS_FIRST;
      case "CHW2HWCTransformer" -> MoveAxes.CHANNELS_LAST;
      case "TransposeTransformer" -> transpose(given);
      case "BGR2RGBTransformer", "RGB2BGRTransformer" -> new SwapRedBlue(order(given));
      case "BGR2GRAYTransformer" -> new Grey(false, order(given));
      case "RGB2GRAYTransformer" -> new Grey(true, order(given));
      case "CenterCropTransformer" -> crop(given);
      case "ResizeTransformer" -> resize(given);
      case "ShortSideResizeTransformer" ->
          new ShortSideResize(given.positive("short_size"), dtype(given), interpolation(given));
      case "PadResizeTransformer" -> padResize(given);
      default -> throw unknown(name);
    };
  }

  private static ChannelOrder order(Parameters given) {
    return ChannelOrder.valueOf(given.word("data_format", "CHW", List.of("CHW", "HWC")));
  }

  private static DType dtype(Parameters given) {
    return given.word("data_type", "float", List.of("float", "uint8")).equals("float")
        ? DType.FLOAT32
        : DType.UINT8;
  }

  private static Interpolation interpolation(Parameters given) {
    String word =
        given.word(
            "interpolation",
            "",
            List.of("", "INTER_LINEAR", "INTER_NEAREST", "INTER_CUBIC", "INTER_AREA"));
    return word.isEmpty()
        ? Interpolation.LINEAR
        : Interpolation.valueOf(word.substring("INTER_".length()));
  }

  private static Transformer normalize(Parameters given) {
    List<Float> deviations = given.numbers("std");
    if (deviations.contains(0f) || deviations.contains(-0f)) {
      throw given.bad("std", "numbers other than 0");
    }
    return new Normalize(deviations, order(given));
  }

  private static Transformer transpose(Parameters given) {
    List<Integer> order = given.numbers("order").stream().map(Float::intValue).toList();
    if (!Stream.of(0, 1, 2).allMatch(order::contains) || order.size() != 3) {
      throw given.bad("order", "each of 0, 1 and 2 once");
    }
    return new MoveAxes(order);
  }

  private static Transformer crop(Parameters given) {
    List<Integer> size = given.size("crop_size");
    return new CenterCrop(size.getFirst(), size.getLast(), dtype(given));
  }

  private static Transformer resize(Parameters given) {
    List<Integer> size = given.size("target_size");
    String mode = given.word("mode", "skimage", List.of("opencv", "skimage"));
    if (mode.equals("skimage")) {
      throw new UnsupportedException(
          "transformer.skimage",
          "ResizeTransformer",
          "resizing the way skimage does (mode: skimage, the default) is not available",
          "write mode: opencv, if the model was trained with OpenCV's resize");
    }
    if (given.has("method")) {
      throw given.bad("method", "nothing with mode: opencv, which has interpolation instead");
    }
    return new Resize(size.getFirst(), size.getLast(), dtype(given), interpolation(given));
  }

  private static Transformer padResize(Parameters given) {
    List<Integer> size = given.size("target_size");
    String position = given.word("pad_position", "boundary", List.of("boundary", "bottom_right"));
    return new PadResize(
        size.getFirst(),
        size.getLast(),
        given.number("pad_value", 127),
        position.equals("boundary"));
  }

  private static RuntimeException unknown(String name) {
    if (DOCUMENTED_ONLY.contains(name)) {
      return new UnsupportedException(
          "transformer.unsupported",
          name,
          "this transformer is not available",
          "prepare the data as .npy files instead; available are " + String.join(", ", SUPPORTED));
    }
    return new BadConfigurationException(
        "transformer.unknown",
        name,
        "there is no such transformer" + NearestSpelling.suggestion(name, SUPPORTED),
        "use one of " + String.join(", ", SUPPORTED));
  }
}
