package io.plumbline.quantize.form;

import io.plumbline.graph.op.Window;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;
import java.util.Optional;

/** A window that an instruction can take. */
public sealed interface PlacedWindow {
  /** Over one or two spatial axes; one of them is the width of height 1. */
  record Plane(Window2d window) implements PlacedWindow {}

  /** Over three spatial axes: a plane, and the axis before it. */
  record Volume(VolumeAxis axis) implements PlacedWindow {}

  /** The window over logical shapes N,C,d…; empty for other ranks and for negative padding. */
  static Optional<PlacedWindow> of(Window window, Shape input, Shape output) {
    return Windows.place(window, input, output)
        .<PlacedWindow>map(placed -> new Plane(placed.window()))
        .or(() -> VolumeAxis.of(window, input, output).map(Volume::new));
  }
}
