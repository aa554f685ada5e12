package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.TextMessage;
import java.util.Arrays;
import java.util.List;

/** Reads what a window layer states for each spatial axis. */
final class Spatial {
  private Spatial() {}

  /**
   * The values of a parameter, one for each spatial axis.
   *
   * @param field holds one value for all axes or one for each
   * @param prefix of the fields {@code PREFIX_h} and {@code PREFIX_w} that name the axes; empty for
   *     none
   * @param absent what holds when nothing is stated
   */
  static long[] of(
      LayerScope scope,
      TextMessage parameters,
      String field,
      String prefix,
      int axes,
      long absent,
      long lowest) {
    long[] values = new long[axes];
    List<Long> stated = parameters.integers(field);
    if (!prefix.isEmpty() && (parameters.has(prefix + "_h") || parameters.has(prefix + "_w"))) {
      if (axes != 2) {
        throw scope.bad(
            "'%s_h' and '%s_w' with %d spatial axes".formatted(prefix, prefix, axes),
            "give '%s' for each axis".formatted(field));
      }
      values[0] = parameters.integer(prefix + "_h", absent);
      values[1] = parameters.integer(prefix + "_w", absent);
    } else if (stated.size() <= 1) {
      Arrays.fill(values, stated.isEmpty() ? absent : stated.getFirst());
    } else if (stated.size() == axes) {
      values = stated.stream().mapToLong(value -> value).toArray();
    } else {
      throw scope.bad(
          "%d values of '%s' for %d spatial axes".formatted(stated.size(), field, axes),
          "give one for each axis");
    }
    for (long value : values) {
      if (value < lowest || value > Integer.MAX_VALUE) {
        throw scope.bad(
            "'%s' is %s; at least %d is expected".formatted(field, Arrays.toString(values), lowest),
            "correct the layer's " + field);
      }
    }
    return values;
  }

  /** The same paddings at both ends, as ONNX lists them. */
  static long[] bothEnds(long[] pads) {
    return joined(pads, pads);
  }

  static long[] joined(long[] begins, long[] ends) {
    long[] both = Arrays.copyOf(begins, begins.length + ends.length);
    System.arraycopy(ends, 0, both, begins.length, ends.length);
    return both;
  }
}
