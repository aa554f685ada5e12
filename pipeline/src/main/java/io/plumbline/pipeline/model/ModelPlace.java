package io.plumbline.pipeline.model;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.PlumblineException;
import java.util.function.Supplier;

/** Errors about a whole graph are told of its file: the name in it, users seldom know. */
public final class ModelPlace {
  private ModelPlace() {}

  /**
   * The result of work on a graph.
   *
   * @param files that it was read from
   */
  public static <T> T tell(Graph graph, ModelFiles files, Supplier<T> work) {
    try {
      return work.get();
    } catch (PlumblineException e) {
      throw e.where().equals(graph.name()) ? e.at(files.model().toString()) : e;
    }
  }
}
