package io.plumbline.data.picture;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NearestSpelling;
import io.plumbline.tensor.UnsupportedException;
import io.plumbline.tensor.colour.Swing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Makes transformers by the names and parameters of Horizon's documented data preparation. */
public final class Transformers {
  /** What {@link #of} makes. */
  public static final List<String> SUPPORTED =
      List.of(
          "AddTransformer",
          "BGR2GRAYTransformer",
          "BGR2NV12Transformer",
          "BGR2RGBTransformer",
          "BGR2YUV444Transformer",
          "BGR2YUV444_128Transformer",
          "BGR2YUVBT601VIDEOTransformer",
          "CHW2HWCTransformer",
          "CenterCropTransformer",
          "F32ToS8Transformer",
          "F32ToU8Transformer",
          "HWC2CHWTransformer",
          "LongSideCropTransformer",
          "MeanTransformer",
          "NV12ToYUV444Transformer",
          "NormalizeTransformer",
          "PILCenterCropTransformer",
          "PILResizeTransformer",
          "PadResizeTransformer",
          "PadTransformer",
          "PaddedCenterCropTransformer",
          "RGB2BGRTransformer",
          "RGB2GRAYTransformer",
          "RGB2GRAY_128Transformer",
          "RGB2NV12Transformer",
          "RGB2YUV444Transformer",
          "RGB2YUV444_128Transformer",
          "RGB2YUVBT601VIDEOTransformer",
          "ReduceChannelTransformer",
          "ResizeTransformer",
          "ScaleTransformer",
          "ShortLongResizeTransformer",
          "ShortSideResizeTransformer",
          "TransposeTransformer",
          "WarpAffineTransformer",
          "YUVTransformer");

  private static final String PIL_FILTERS = "NEAREST, BOX, BILINEAR, HAMMING, BICUBIC or LANCZOS";

  private Transformers() {}

  /**
   * Makes one transformer.
   *
   * @param parameters numbers, texts and lists of numbers, by documented name; {@code mean_file} is
   *     the {@link MeanPicture} that was read
   * @throws BadConfigurationException when the name or a parameter is unknown, missing or of the
   *     wrong type
   * @throws UnsupportedException when a documented parameter asks for what is not available
   */
  public static Transformer of(String name, Map<String, Object> parameters) {
    Parameters given = new Parameters(name, parameters);
    given.requireKnown(TransformerReference.names(name));
    Transformer transformer = make(name, given);
    given.requireNoOthers();
    return transformer;
  }

  /**
   * The parameters of a transformer, in the order that they are taken.
   *
   * @param examples sets of valid parameters by which each of them is taken
   * @throws BadConfigurationException when an example is not valid
   */
  static List<ParameterNote> parameters(String name, List<Map<String, Object>> examples) {
    SequencedMap<String, ParameterNote> notes = new LinkedHashMap<>();
    for (Map<String, Object> example : examples) {
      Parameters given = new Parameters(name, example);
      Transformer made = make(name, given);
      given.requireNoOthers();
      Objects.requireNonNull(made);
      given.notes().forEach(note -> notes.putIfAbsent(note.name(), note));
    }
    return List.copyOf(notes.values());
  }

  private static Transformer make(String name, Parameters given) {
    return switch (name) {
      case "AddTransformer" -> new Add(given.number("value"));
      case "ScaleTransformer" -> new Scale(given.number("scale_value"));
      case "MeanTransformer" -> mean(given);
      case "NormalizeTransformer" -> normalize(given);
      case "F32ToS8Transformer" -> new CastTo(DType.INT8);
      case "F32ToU8Transformer" -> new CastTo(DType.UINT8);
      case "HWC2CHWTransformer" -> MoveAxes.CHANNELS_FIRST;
      case "CHW2HWCTransformer" -> MoveAxes.CHANNELS_LAST;
      case "TransposeTransformer" -> transpose(given);
      case "BGR2RGBTransformer", "RGB2BGRTransformer" -> new SwapRedBlue(order(given));
      case "BGR2GRAYTransformer" -> new Grey(false, order(given));
      case "RGB2GRAYTransformer" -> new Grey(true, order(given));
      case "BGR2YUV444Transformer" -> new ToYuv(false, Swing.FULL, 0, order(given));
      case "RGB2YUV444Transformer" -> new ToYuv(true, Swing.FULL, 0, order(given));
      case "BGR2YUV444_128Transformer" -> new ToYuv(false, Swing.FULL, 128, order(given));
      case "RGB2YUV444_128Transformer" -> new ToYuv(true, Swing.FULL, 128, order(given));
      case "BGR2YUVBT601VIDEOTransformer" -> new ToYuv(false, Swing.STUDIO, 0, order(given));
      case "RGB2YUVBT601VIDEOTransformer" -> new ToYuv(true, Swing.STUDIO, 0, order(given));
      case "YUVTransformer" ->
          new ToYuv(
              given.word("color_sequence", "RGB", List.of("RGB", "BGR")).equals("RGB"),
              Swing.FULL,
              0,
              ChannelOrder.HWC);
      case "BGR2NV12Transformer" -> nv12(false, given);
      case "RGB2NV12Transformer" -> nv12(true, given);
      case "NV12ToYUV444Transformer" -> nv12ToYuv(given);
      case "RGB2GRAY_128Transformer" ->
          new Sequence(List.of(new Grey(true, order(given)), new Add(-128)));
      case "ReduceChannelTransformer" -> new FirstChannel(order(given));
      case "PILResizeTransformer" -> pilResize(given);
      case "PILCenterCropTransformer" -> {
        List<Integer> size = given.size("size");
        yield new CropRegion.PilCentre(size.getFirst(), size.getLast());
      }
      case "LongSideCropTransformer" -> new CropRegion.LongSide();
      case "PaddedCenterCropTransformer" ->
          new CropRegion.Padded(given.positive("image_size", 224), given.positive("crop_pad", 32));
      case "PadTransformer" ->
          new PadToMultiple(given.side("size_divisor", 128), given.side("target_size", 512));
      case "ShortLongResizeTransformer" -> shortLong(given);
      case "WarpAffineTransformer" -> warp(given);
      case "CenterCropTransformer" -> crop(given);
      case "ResizeTransformer" -> resize(given);
      case "ShortSideResizeTransformer" ->
          new ShortSideResize(given.side("short_size"), dtype(given), interpolation(given));
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

  private static Transformer mean(Parameters given) {
    Optional<Object> file =
        given.value("mean_file", "the path of a .binaryproto or .npy file", "means");
    if (file.isEmpty()) {
      return new SubtractMean(given.numbers("means"), order(given));
    }
    if (given.has("means")) {
      throw given.bad("means", "nothing beside mean_file");
    }
    if (file.get() instanceof MeanPicture mean) {
      return new SubtractMeanPicture(mean, order(given));
    }
    throw given.bad("mean_file", "a .binaryproto or .npy file");
  }

  private static Transformer normalize(Parameters given) {
    List<Float> deviations = given.numbers("std");
    if (deviations.contains(0f) || deviations.contains(-0f)) {
      throw given.bad("std", "numbers other than 0");
    }
    return new Normalize(deviations, order(given));
  }

  private static Transformer transpose(Parameters given) {
    List<Float> order = given.numbers("order");
    if (!Stream.of(0f, 1f, 2f).allMatch(order::contains) || order.size() != 3) {
      throw given.bad("order", "each of 0, 1 and 2 once");
    }
    return new MoveAxes(order.stream().map(Float::intValue).toList());
  }

  private static Transformer crop(Parameters given) {
    List<Integer> size = given.size("crop_size");
    return new CenterCrop(size.getFirst(), size.getLast(), dtype(given));
  }

  private static Transformer resize(Parameters given) {
    List<Integer> size = given.size("target_size");
    String mode = given.word("mode", "skimage", List.of("opencv", "skimage"));
    if (mode.equals("opencv")) {
      if (given.has("method") || given.has("anti_aliasing")) {
        throw given.bad("method", "nothing with mode: opencv, which has interpolation instead");
      }
      return new Resize(size.getFirst(), size.getLast(), dtype(given), interpolation(given));
    }
    if (given.has("interpolation") && !given.word("interpolation", "", List.of("")).isEmpty()) {
      throw given.bad("interpolation", "nothing with mode: skimage, which has method instead");
    }
    float order = given.number("method", "a whole number from 0 to 5, with mode: skimage", 1);
    if (order != (int) order || order < 0 || order > 5) {
      throw given.bad("method", "a whole number from 0 to 5, the order of the spline");
    }
    return new SkimageResize(
        size.getFirst(),
        size.getLast(),
        (int) order,
        given.flag("anti_aliasing", true),
        dtype(given));
  }

  private static Transformer nv12(boolean redFirst, Parameters given) {
    String mode = given.word("cvt_mode", "rgb_calc", List.of("rgb_calc", "opencv"));
    return new ToNv12(redFirst, mode.equals("opencv"), order(given));
  }

  private static Transformer nv12ToYuv(Parameters given) {
    List<Integer> size = given.size("target_size");
    String layout = given.word("yuv444_output_layout", "HWC", List.of("CHW", "HWC"));
    return new Nv12ToYuv444(size.getFirst(), size.getLast(), ChannelOrder.valueOf(layout));
  }

  private static Transformer pilResize(Parameters given) {
    List<Integer> size = given.oneOrTwo("size");
    PilFilter filter =
        given
            .value("interpolation", PIL_FILTERS, "BILINEAR")
            .map(
                value ->
                    PilFilter.of(value).orElseThrow(() -> given.bad("interpolation", PIL_FILTERS)))
            .orElse(PilFilter.BILINEAR);
    return size.size() == 1
        ? new PilResize(0, size.getFirst(), filter)
        : new PilResize(size.getFirst(), size.getLast(), filter);
  }

  private static Transformer shortLong(Parameters given) {
    if (given.flag("include_im", true)) {
      throw new UnsupportedException(
          "transformer.two-outputs",
          "ShortLongResizeTransformer",
          "with include_im, its default, it makes a second array, im_info, and a picture becomes"
              + " one array here",
          "write include_im: false, and give im_info as .npy files in a folder of its own");
    }
    return new ShortLongResize(given.positive("short_size"), given.positive("long_size"));
  }

  private static Transformer warp(Parameters given) {
    List<Integer> size = given.size("input_shape");
    String expected =
        "a number above 0, with which width / scale, the longer side of what is left of the"
            + " picture, is from 1 to %d".formatted(WarpAffine.MOST_WIDTH);
    float scale = given.number("scale", expected, 1);
    if (!(scale > 0
        && scale <= size.getLast()
        && size.getLast() / scale <= WarpAffine.MOST_WIDTH)) {
      throw given.bad("scale", expected);
    }
    if (Math.max(size.getFirst(), size.getLast()) > WarpAffine.LONGEST_SIDE) {
      throw given.bad("input_shape", "at most %d a side".formatted(WarpAffine.LONGEST_SIDE));
    }
    return new WarpAffine(size.getFirst(), size.getLast(), scale);
  }

  private static Transformer padResize(Parameters given) {
    List<Integer> size = given.size("target_size");
    String position = given.word("pad_position", "boundary", List.of("boundary", "bottom_right"));
    return new PadResize(
        size.getFirst(),
        size.getLast(),
        given.number("pad_value", "a number", 127),
        position.equals("boundary"));
  }

  private static BadConfigurationException unknown(String name) {
    return new BadConfigurationException(
        "transformer.unknown",
        name,
        "there is no such transformer" + NearestSpelling.suggestion(name, SUPPORTED),
        "use one of " + String.join(", ", SUPPORTED));
  }
}
