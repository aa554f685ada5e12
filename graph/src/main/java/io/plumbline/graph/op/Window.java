package io.plumbline.graph.op;

import java.util.List;

/**
 * The sliding window of a convolution or pooling: one entry per spatial axis.
 *
 * @param pads begin of every axis, then end of every axis, in elements; all zero unless {@code
 *     autoPad} is {@link AutoPad#EXPLICIT}
 */
public record Window(
    List<Integer> kernel,
    List<Integer> strides,
    List<Integer> dilations,
    List<Integer> pads,
    AutoPad autoPad) {
  /** How padding is given. */
  public enum AutoPad {
    EXPLICIT,
    SAME_UPPER,
    SAME_LOWER,
    VALID
  }

  public Window {
    kernel = List.copyOf(kernel);
    strides = List.copyOf(strides);
    dilations = List.copyOf(dilations);
    pads = List.copyOf(pads);
    int rank = kernel.size();
    if (strides.size() != rank || dilations.size() != rank || pads.size() != 2 * rank) {
      throw new IllegalArgumentException(
          "window of rank %d with %d strides, %d dilations, %d pads"
              .formatted(rank, strides.size(), dilations.size(), pads.size()));
    }
  }

  /** Number of spatial axes. */
  public int rank() {
    return kernel.size();
  }

  public int padBegin(int axis) {
    return pads.get(axis);
  }

  public int padEnd(int axis) {
    return pads.get(axis + rank());
  }

  /** The same window with explicit padding. */
  public Window withPads(List<Integer> explicit) {
    return new Window(kernel, strides, dilations, explicit, AutoPad.EXPLICIT);
  }
}
