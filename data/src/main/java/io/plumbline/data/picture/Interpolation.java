package io.plumbline.data.picture;

/** How OpenCV resizes. */
public enum Interpolation {
  NEAREST,
  LINEAR,
  CUBIC,
  AREA
}
