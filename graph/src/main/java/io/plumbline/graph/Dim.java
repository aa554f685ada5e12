package io.plumbline.graph;

/** One extent of a value's shape as far as it is known before running. */
public sealed interface Dim {
  /** A known extent. */
  record Fixed(long extent) implements Dim {}

  /** An extent with a name, equal wherever the name recurs. */
  record Symbol(String name) implements Dim {}

  /** An extent nothing is known about. */
  record Unknown() implements Dim {}
}
