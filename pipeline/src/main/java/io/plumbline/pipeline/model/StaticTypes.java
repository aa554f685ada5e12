package io.plumbline.pipeline.model;

import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.graph.Graph;
import io.plumbline.graph.pass.BindValue;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives every tensor of a bound graph its type. A model with a switch among its inputs may run on
 * no zeros; it is then compiled for the first setting of the switch under which it does.
 */
final class StaticTypes {
  private StaticTypes() {}

  /**
   * @param file of the model, for errors
   * @throws BadModelException when the model runs neither on zeros nor with a setting that its own
   *     nodes compare an input with
   */
  static Preparation.Prepared of(Graph graph, String file) {
    try {
      return new Preparation.Prepared(probed(graph), List.of());
    } catch (BadModelException e) {
      for (String input : graph.inputs()) {
        for (Tensor number : BindValue.compared(graph, input)) {
          Optional<Graph> typed = probe(BindValue.apply(graph, input, number));
          if (typed.isPresent()) {
            return new Preparation.Prepared(typed.get(), List.of(assumed(input, number)));
          }
        }
      }
      throw new BadModelException(
          e.code(), file, Objects.requireNonNull(e.getMessage()), e.remedy(), e);
    }
  }

  /** With the branches inlined that are taken, where another one keeps the graph from running. */
  private static Graph probed(Graph graph) {
    try {
      return ShapeProbe.apply(graph);
    } catch (BadModelException e) {
      Graph inlined = TakenBranches.of(graph);
      if (inlined == graph) {
        throw e;
      }
      return ShapeProbe.apply(inlined);
    }
  }

  private static Optional<Graph> probe(Graph graph) {
    try {
      return Optional.of(probed(graph));
    } catch (BadModelException unsuitable) {
      return Optional.empty();
    }
  }

  private static Finding assumed(String input, Tensor number) {
    return Finding.warning(
        "shape.value-assumed",
        input,
        String.format(
            Locale.ROOT,
            "It is compiled as %d, since the model does not run at these shapes with 0; what is fed"
                + " is not read.",
            number.getLong(0)));
  }
}
