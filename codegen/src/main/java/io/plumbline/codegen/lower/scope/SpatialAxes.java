package io.plumbline.codegen.lower.scope;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import java.util.Optional;

/** Sees channels-last values of one spatial axis, N,L,C, as two-dimensional ones of height 1. */
public final class SpatialAxes {
  private SpatialAxes() {}

  /** The value itself when it has two spatial axes, else the same bytes as N,1,L,C. */
  public static int asTwo(int index, String node, ProgramBuilder builder) {
    ProgramValue value = builder.value(index);
    if (value.shape().rank() == 4) {
      return index;
    }
    int expanded = addTwo(value.name(), value, builder);
    builder.emit(new Instruction.Reshape(node, index, expanded));
    return expanded;
  }

  /**
   * The value a windowed instruction writes so that {@code result} can be defined from it with
   * {@link #close}.
   */
  public static int open(String result, ValueForms forms, ProgramBuilder builder) {
    Shape logical = forms.shape(result);
    if (logical.rank() == 4) {
      return forms.define(result, Layout.CHANNELS_LAST);
    }
    Optional<QuantParams> params = forms.params(result);
    Shape stored = ValueForms.stored(logical, Layout.CHANNELS_LAST);
    ProgramValue narrow =
        new ProgramValue(
            result,
            params.map(QuantParams::dtype).orElse(forms.dtype(result)),
            stored,
            Layout.CHANNELS_LAST,
            params);
    return addTwo(result, narrow, builder);
  }

  /** Completes {@link #open} once the instruction that writes {@code index} has been emitted. */
  public static void close(
      int index, String result, String node, ValueForms forms, ProgramBuilder builder) {
    if (forms.shape(result).rank() == 3) {
      builder.emit(
          new Instruction.Reshape(node, index, forms.define(result, Layout.CHANNELS_LAST)));
    }
  }

  private static int addTwo(String name, ProgramValue narrow, ProgramBuilder builder) {
    Shape shape = narrow.shape();
    return builder.add(
        new ProgramValue(
            name + ".height_1",
            narrow.dtype(),
            Shape.of(shape.dim(0), 1, shape.dim(1), shape.dim(2)),
            Layout.CHANNELS_LAST,
            narrow.params()));
  }
}
