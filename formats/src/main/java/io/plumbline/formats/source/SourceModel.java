package io.plumbline.formats.source;

import io.plumbline.graph.Graph;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.List;

/**
 * A float model's graph as its files have it, what they were, and what was noticed in reading.
 *
 * @param beside files that were read besides those that were named
 */
public record SourceModel(
    Graph graph, SourceHashes hashes, List<Path> beside, List<Finding> findings) {
  /** Of a model that is all in the files that were named. */
  public SourceModel(Graph graph, SourceHashes hashes, List<Finding> findings) {
    this(graph, hashes, List.of(), findings);
  }

  public SourceModel {
    beside = List.copyOf(beside);
    findings = List.copyOf(findings);
  }
}
