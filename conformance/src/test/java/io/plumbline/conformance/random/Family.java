package io.plumbline.conformance.random;

import java.util.List;

/** A family of ops that can grow a sketch by one or a few nodes. */
interface Family {
  /** Every family; a graph takes its nodes from them at random. */
  List<Family> ALL =
      List.of(
          new Convolutions(),
          new Convolutions(),
          new Pools(),
          new Functions(),
          new Functions(),
          new Arithmetic(),
          new Arithmetic(),
          new Products(),
          new Movements(),
          new Movements(),
          new Joins(),
          new Reductions(),
          new Normalisations(),
          new Selections(),
          new Resamplings(),
          new Recurrences());

  /** Adds nodes that read what the sketch has; adds nothing where no value fits. */
  void grow(Sketch sketch);
}
