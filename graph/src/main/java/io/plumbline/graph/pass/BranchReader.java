package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.op.Attribute;

/** Reads the sub-graphs that ops carry in wire form. */
public interface BranchReader {
  /**
   * A branch of an If as a graph of its own, whose inputs are the outer values it reads.
   *
   * @param outer the graph that holds the op
   */
  Graph read(Attribute.Wire branch, Graph outer);
}
