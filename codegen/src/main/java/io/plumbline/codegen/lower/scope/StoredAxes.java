package io.plumbline.codegen.lower.scope;

import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import java.util.Arrays;
import java.util.List;

/** Where logical axes lie in storage. */
public final class StoredAxes {
  private StoredAxes() {}

  /** The stored axis of a logical one. */
  public static int of(int axis, Layout layout, int rank) {
    return layout == Layout.PLAIN ? axis : ProgramValue.storedToLogical(rank)[axis];
  }

  /** The stored axes of logical ones, ascending. */
  public static List<Integer> of(int[] axes, Layout layout, int rank) {
    return Arrays.stream(axes).map(axis -> of(axis, layout, rank)).sorted().boxed().toList();
  }

  /** A list with one entry for each logical axis in the order of storage. */
  public static List<Integer> reorder(List<Integer> logical, Layout layout) {
    if (layout == Layout.PLAIN) {
      return logical;
    }
    return Arrays.stream(ProgramValue.logicalToStored(logical.size()))
        .mapToObj(logical::get)
        .toList();
  }
}
