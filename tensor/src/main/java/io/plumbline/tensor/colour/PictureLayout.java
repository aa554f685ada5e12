package io.plumbline.tensor.colour;

/** Order of the axes of a picture tensor. */
public enum PictureLayout {
  NCHW,
  NHWC;

  /** The axis of the channels in a rank-4 tensor. */
  public int channelAxis() {
    return this == NCHW ? 1 : 3;
  }

  /** The axis of the rows; columns are the next one. */
  public int heightAxis() {
    return this == NCHW ? 2 : 1;
  }
}
