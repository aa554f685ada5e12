package io.plumbline.runtime;

import io.plumbline.tensor.DType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One input or output of an engine.
 *
 * @param dims extents, outermost first; −1 where any extent will do
 */
public record Port(String name, DType dtype, List<Long> dims) {
  public Port {
    dims = List.copyOf(dims);
  }

  @Override
  public String toString() {
    return "%s %s[%s]"
        .formatted(
            name,
            dtype.label(),
            dims.stream()
                .map(dim -> dim < 0 ? "?" : Long.toString(dim))
                .collect(Collectors.joining("x")));
  }
}
