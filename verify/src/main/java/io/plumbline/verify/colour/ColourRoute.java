package io.plumbline.verify.colour;

import io.plumbline.tensor.colour.Swing;

/** A way of a picture from RGB through NV12 and YUV444 back to RGB. */
public enum ColourRoute {
  /** Made and read in full swing. */
  FULL("nv12 full", Swing.FULL, Swing.FULL),
  /** Made and read in studio swing. */
  STUDIO("nv12 studio", Swing.STUDIO, Swing.STUDIO),
  /** Made in studio swing, as OpenCV's I420 conversion does, and read as full: a mistake. */
  STUDIO_READ_AS_FULL("nv12 studio, read as full", Swing.STUDIO, Swing.FULL);

  private final String label;
  private final Swing made;
  private final Swing read;

  ColourRoute(String label, Swing made, Swing read) {
    this.label = label;
    this.made = made;
    this.read = read;
  }

  /** For tables. */
  public String label() {
    return label;
  }

  /** The swing of whoever makes the NV12 picture. */
  public Swing made() {
    return made;
  }

  /** The swing that the model is compiled for. */
  public Swing read() {
    return read;
  }
}
