package io.plumbline.runtime.program;

/**
 * What an index computed at run time points at. Indices below 0 count from the end of their axis.
 */
public enum IndexForm {
  /** One index names a slice along the axis; the axes of the indices take the axis' place. */
  SLICES,
  /** One index names the coordinate along the axis; the others are those of the index itself. */
  ELEMENTS,
  /**
   * The last axis of the indices holds coordinates of the first axes after {@code axis} many batch
   * axes.
   */
  TUPLES
}
