package io.plumbline.data.metric.decode;

import io.plumbline.data.metric.Box;
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
import io.plumbline.data.picture.PilResize;
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
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.UnsupportedException;
import java.util.List;

/**
 * Where a picture lies in a network's input: a point (x, y) of the picture is at (scaleX·x +
 * offsetX, scaleY·y + offsetY).
 *
 * @param height of the input in pixels
 * @param width likewise
 */
public record InputFrame(
    int height, int width, double scaleY, double scaleX, double offsetY, double offsetX) {

  /**
   * Follows a picture through transformers.
   *
   * @param pictureHeight before the first of them, in pixels
   * @param prepared shape of what they made
   * @throws UnsupportedException when one of them moves pixels in a way that cannot be followed
   */
  public static InputFrame of(
      List<Transformer> transformers, int pictureHeight, int pictureWidth, Shape prepared) {
    InputFrame frame = new InputFrame(pictureHeight, pictureWidth, 1, 1, 0, 0);
    for (Transformer transformer : transformers) {
      frame = frame.after(transformer);
    }
    if (!frame.fits(prepared)) {
      throw new UnsupportedException(
          "eval.frame",
          "preprocess",
          "boxes cannot be led back through these transformers: expected an input of %dx%d, found %s"
              .formatted(frame.height, frame.width, prepared),
          "end with the size that the network takes");
    }
    return frame;
  }

  private InputFrame after(Transformer transformer) {
    return switch (transformer) {
      case Resize resize -> stretched(resize.height(), resize.width());
      case SkimageResize resize -> stretched(resize.height(), resize.width());
      case PilResize resize when resize.height() > 0 -> stretched(resize.height(), resize.width());
      case PilResize resize -> shortSide(resize.width());
      case ShortSideResize resize -> shortSide(resize.size());
      case PadResize pad -> letterBoxed(pad);
      case CenterCrop crop ->
          cut(
              (height - crop.height()) / 2,
              (width - crop.width()) / 2,
              crop.height(),
              crop.width());
      case CropRegion crop -> {
        CropRegion.Rectangle kept = crop.of(height, width);
        yield cut(kept.top(), kept.left(), kept.height(), kept.width());
      }
      case Sequence sequence -> {
        InputFrame frame = this;
        for (Transformer step : sequence.steps()) {
          frame = frame.after(step);
        }
        yield frame;
      }
      case PadToMultiple _, ShortLongResize _, WarpAffine _ ->
          throw new UnsupportedException(
              "eval.frame",
              transformer.getClass().getSimpleName(),
              "boxes cannot be led back through this transformer",
              "resize, letter-box or crop by another transformer");
      case MoveAxes _,
          SwapRedBlue _,
          Grey _,
          SubtractMean _,
          SubtractMeanPicture _,
          Scale _,
          Normalize _,
          Add _,
          CastTo _,
          FirstChannel _,
          Nv12ToYuv444 _,
          ToNv12 _,
          ToYuv _ ->
          this;
    };
  }

  private InputFrame shortSide(int size) {
    long shorter = Math.min(height, width);
    return stretched((int) ((long) height * size / shorter), (int) ((long) width * size / shorter));
  }

  private InputFrame letterBoxed(PadResize pad) {
    double ratio = Math.min((double) pad.height() / height, (double) pad.width() / width);
    int innerHeight = Math.clamp((long) (height * ratio + 1e-9), 1, pad.height());
    int innerWidth = Math.clamp((long) (width * ratio + 1e-9), 1, pad.width());
    int top = pad.centred() ? (pad.height() - innerHeight) / 2 : 0;
    int left = pad.centred() ? (pad.width() - innerWidth) / 2 : 0;
    return stretched(innerHeight, innerWidth).cut(-top, -left, pad.height(), pad.width());
  }

  private InputFrame stretched(int newHeight, int newWidth) {
    double vertical = (double) newHeight / height;
    double horizontal = (double) newWidth / width;
    return new InputFrame(
        newHeight,
        newWidth,
        scaleY * vertical,
        scaleX * horizontal,
        offsetY * vertical,
        offsetX * horizontal);
  }

  private InputFrame cut(int top, int left, int newHeight, int newWidth) {
    return new InputFrame(newHeight, newWidth, scaleY, scaleX, offsetY - top, offsetX - left);
  }

  private boolean fits(Shape prepared) {
    int first = prepared.rank() == 4 ? 1 : 0;
    if (prepared.rank() != first + 3) {
      return false;
    }
    boolean channelsLast = prepared.dim(first) == height && prepared.dim(first + 1) == width;
    boolean channelsFirst = prepared.dim(first + 1) == height && prepared.dim(first + 2) == width;
    return channelsLast || channelsFirst;
  }

  /** A box of the input, in the picture's pixels. */
  public Box toPicture(Box box) {
    return new Box(
        (box.x1() - offsetX) / scaleX,
        (box.y1() - offsetY) / scaleY,
        (box.x2() - offsetX) / scaleX,
        (box.y2() - offsetY) / scaleY);
  }
}
