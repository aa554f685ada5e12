package io.plumbline.graph.op;

import java.util.List;

/** Repeats the whole input along every axis, so many times each. */
public record Tile(List<Long> repeats) implements Op {
  public Tile {
    repeats = List.copyOf(repeats);
  }
}
