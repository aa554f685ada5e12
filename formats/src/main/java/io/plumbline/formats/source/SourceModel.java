package io.plumbline.formats.source;

import io.plumbline.graph.Graph;
import io.plumbline.tensor.Finding;
import java.util.List;

/** A float model's graph as its files have it, what they were, and what was noticed in reading. */
public record SourceModel(Graph graph, SourceHashes hashes, List<Finding> findings) {
  public SourceModel {
    findings = List.copyOf(findings);
  }
}
