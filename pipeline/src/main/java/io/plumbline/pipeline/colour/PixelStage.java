package io.plumbline.pipeline.colour;

import io.plumbline.data.picture.Add;
import io.plumbline.data.picture.CastTo;
import io.plumbline.data.picture.CenterCrop;
import io.plumbline.data.picture.CropRegion;
import io.plumbline.data.picture.FirstChannel;
import io.plumbline.data.picture.Grey;
import io.plumbline.data.picture.MoveAxes;
import io.plumbline.data.picture.Normalize;
import io.plumbline.data.picture.Nv12ToYuv444;
import io.plumbline.data.picture.PadResize;
import io.plumbline.data.picture.PadToMultiple;
import io.plumbline.data.picture.Picture;
import io.plumbline.data.picture.PictureReader;
import io.plumbline.data.picture.PilResize;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.picture.Resize;
import io.plumbline.data.picture.Scale;
import io.plumbline.data.picture.Sequence;
import io.plumbline.data.picture.ShortLongResize;
import io.plumbline.data.picture.ShortSideResize;
import io.plumbline.data.picture.SkimageResize;
import io.plumbline.data.picture.SubtractMean;
import io.plumbline.data.picture.SubtractMeanPicture;
import io.plumbline.data.picture.SwapRedBlue;
import io.plumbline.data.picture.ToNv12;
import io.plumbline.data.picture.ToYuv;
import io.plumbline.data.picture.Transformer;
import io.plumbline.data.picture.WarpAffine;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The place in a chain of transformers where a picture has the model's size and is still made of
 * pixels: where a device would hand it over.
 *
 * @param before what makes such pixels
 * @param after what normalises them
 * @param order RGB or BGR
 * @param white the value of a full channel: 255, or 1 where pictures are read as fractions
 */
record PixelStage(
    ReadMode mode,
    List<Transformer> before,
    List<Transformer> after,
    PictureType order,
    float white) {
  PixelStage {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** What a transformer does to a picture, from the most harmless to what cannot be measured. */
  private enum Kind {
    AXES,
    COLOUR_ORDER,
    GEOMETRY,
    VALUES,
    GREY,
    YUV
  }

  private static Kind kind(Transformer step) {
    return switch (step) {
      case MoveAxes axes -> Kind.AXES;
      case CastTo cast -> Kind.AXES;
      case SwapRedBlue swap -> Kind.COLOUR_ORDER;
      case Resize resize -> Kind.GEOMETRY;
      case ShortSideResize resize -> Kind.GEOMETRY;
      case ShortLongResize resize -> Kind.GEOMETRY;
      case PilResize resize -> Kind.GEOMETRY;
      case SkimageResize resize -> Kind.GEOMETRY;
      case PadResize resize -> Kind.GEOMETRY;
      case PadToMultiple pad -> Kind.GEOMETRY;
      case CenterCrop crop -> Kind.GEOMETRY;
      case CropRegion crop -> Kind.GEOMETRY;
      case WarpAffine warp -> Kind.GEOMETRY;
      case SubtractMean mean -> Kind.VALUES;
      case SubtractMeanPicture mean -> Kind.VALUES;
      case Normalize normalize -> Kind.VALUES;
      case Scale scale -> Kind.VALUES;
      case Add add -> Kind.VALUES;
      case Grey grey -> Kind.GREY;
      case FirstChannel first -> Kind.GREY;
      case ToYuv yuv -> Kind.YUV;
      case ToNv12 nv12 -> Kind.YUV;
      case Nv12ToYuv444 yuv -> Kind.YUV;
      case Sequence(List<Transformer> steps) ->
          steps.stream().map(PixelStage::kind).max(Comparator.naturalOrder()).orElse(Kind.AXES);
    };
  }

  /**
   * Finds the place.
   *
   * @throws BadConfigurationException when there is none
   */
  static PixelStage of(Preprocess preprocess) {
    List<Transformer> steps = preprocess.transformers();
    int place = 0;
    boolean rgb = preprocess.mode() != ReadMode.OPENCV;
    steps.forEach(PixelStage::requireColour);
    while (place < steps.size() && kind(steps.get(place)) != Kind.VALUES) {
      rgb ^= kind(steps.get(place)) == Kind.COLOUR_ORDER;
      place++;
    }
    List<Transformer> after = steps.subList(place, steps.size());
    if (after.stream().anyMatch(step -> kind(step) == Kind.GEOMETRY)) {
      throw new BadConfigurationException(
          "colour.order",
          "--preprocess",
          "pictures are normalised before they have the model's size",
          "put resizing and cropping before mean and scale, as a device does");
    }
    return new PixelStage(
        preprocess.mode(),
        steps.subList(0, place),
        after,
        rgb ? PictureType.RGB : PictureType.BGR,
        preprocess.mode() == ReadMode.SKIMAGE ? 1 : 255);
  }

  private static void requireColour(Transformer step) {
    Kind kind = kind(step);
    if (kind == Kind.GREY || kind == Kind.YUV) {
      throw new BadConfigurationException(
          "colour.not-rgb",
          "--preprocess",
          kind == Kind.GREY
              ? "the model takes grey pictures, which lose nothing on the way through NV12"
              : "the model takes YUV, which the transformers make themselves",
          "measure models that take RGB or BGR");
    }
  }

  /**
   * Reads a picture up to this place.
   *
   * @return float32 of rank 4 and batch 1, 0…255
   * @throws BadDataException when the file is no picture, or not of three channels
   */
  Tensor pixels(Path file) {
    Picture picture = new Preprocess(mode, before).apply(PictureReader.read(file, mode));
    Shape shape = picture.pixels().shape();
    if (shape.rank() != 3 || (shape.dim(0) != 3 && shape.dim(2) != 3)) {
      throw new BadDataException(
          "colour.channels",
          file.toString(),
          "expected three channels first or last, found " + picture.pixels(),
          "check the transformers");
    }
    return times(picture.pixels().toFloats(), 255 / white, batched(shape));
  }

  /** The axes of what {@link #pixels} gives. */
  static PictureLayout layout(Tensor pixels) {
    return pixels.shape().dim(3) == 3 && pixels.shape().dim(1) != 3
        ? PictureLayout.NHWC
        : PictureLayout.NCHW;
  }

  /** What the model takes of such pixels. */
  Tensor normalised(Tensor pixels, String name) {
    Shape shape = pixels.shape();
    Tensor picture =
        times(pixels.toFloats(), white / 255, Shape.of(shape.dim(1), shape.dim(2), shape.dim(3)));
    Tensor result = new Preprocess(mode, after).apply(new Picture(name, picture)).pixels();
    return result.reshape(batched(result.shape()));
  }

  private static Shape batched(Shape shape) {
    return Shape.of(1, shape.dim(0), shape.dim(1), shape.dim(2));
  }

  private static Tensor times(float[] values, float factor, Shape shape) {
    if (factor != 1) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
    }
    return Tensor.of(shape, values);
  }
}
