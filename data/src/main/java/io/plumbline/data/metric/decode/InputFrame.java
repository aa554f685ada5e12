package io.plumbline.data.metric.decode;

import io.plumbline.data.metric.Box;
import io.plumbline.data.picture.CenterCrop;
import io.plumbline.data.picture.PadResize;
import io.plumbline.data.picture.Resize;
import io.plumbline.data.picture.ShortSideResize;
import io.plumbline.data.picture.Transformer;
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
          "use ResizeTransformer, ShortSideResizeTransformer, PadResizeTransformer or CenterCropTransformer");
    }
    return frame;
  }

  private InputFrame after(Transformer transformer) {
    if (transformer instanceof Resize resize) {
      return stretched(resize.height(), resize.width());
    }
    if (transformer instanceof PadResize pad) {
      double ratio = Math.min((double) pad.height() / height, (double) pad.width() / width);
      int innerHeight = Math.clamp((long) (height * ratio + 1e-9), 1, pad.height());
      int innerWidth = Math.clamp((long) (width * ratio + 1e-9), 1, pad.width());
      int top = pad.centred() ? (pad.height() - innerHeight) / 2 : 0;
      int left = pad.centred() ? (pad.width() - innerWidth) / 2 : 0;
      return stretched(innerHeight, innerWidth).moved(top, left, pad.height(), pad.width());
    }
    if (transformer instanceof ShortSideResize shortSide) {
      long shorter = Math.min(height, width);
      return stretched(
          (int) ((long) height * shortSide.size() / shorter),
          (int) ((long) width * shortSide.size() / shorter));
    }
    if (transformer instanceof CenterCrop crop) {
      return moved(
          -((height - crop.height()) / 2),
          -((width - crop.width()) / 2),
          crop.height(),
          crop.width());
    }
    return this;
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

  private InputFrame moved(int down, int right, int newHeight, int newWidth) {
    return new InputFrame(newHeight, newWidth, scaleY, scaleX, offsetY + down, offsetX + right);
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
