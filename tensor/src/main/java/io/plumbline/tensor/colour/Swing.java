package io.plumbline.tensor.colour;

/** How much of 0…255 a YUV signal uses. */
public enum Swing {
  /** Y, U and V use 0…255 (JPEG, camera pyramids). */
  FULL,
  /** Y uses 16…235, U and V use 16…240 (video; what OpenCV's I420 conversions make). */
  STUDIO
}
