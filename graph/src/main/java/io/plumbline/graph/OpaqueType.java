package io.plumbline.graph;

import java.util.List;

/**
 * A type that is not a tensor of a supported dtype (sequence, map, string tensor), carried in its
 * wire form.
 */
public record OpaqueType(List<Byte> wire) implements ValueType {
  public OpaqueType {
    wire = List.copyOf(wire);
  }
}
