package io.plumbline.conformance.random;

import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.SequencedSet;

/**
 * Nodes of a graph that follow each other.
 *
 * @param reads values from before that they read
 * @param makes values of theirs that somebody behind them reads, or that are outputs
 */
record Run(
    List<NodeProto> before,
    List<NodeProto> nodes,
    List<NodeProto> after,
    List<String> reads,
    List<String> makes) {
  private static final int LONGEST = 4;

  /** One to four nodes anywhere. */
  static Run random(GraphProto graph, Random random) {
    List<NodeProto> all = graph.getNodeList();
    int from = random.nextInt(all.size());
    int to = Math.min(all.size(), from + 1 + random.nextInt(LONGEST));
    List<NodeProto> nodes = all.subList(from, to);
    List<NodeProto> after = all.subList(to, all.size());
    SequencedSet<String> made = new LinkedHashSet<>();
    nodes.forEach(node -> made.addAll(node.getOutputList()));
    made.remove("");
    SequencedSet<String> reads = new LinkedHashSet<>();
    nodes.forEach(node -> reads.addAll(node.getInputList()));
    reads.remove("");
    reads.removeAll(made);
    SequencedSet<String> wanted = new LinkedHashSet<>();
    after.forEach(node -> wanted.addAll(node.getInputList()));
    graph.getOutputList().forEach(output -> wanted.add(output.getName()));
    List<String> makes = new ArrayList<>(made);
    makes.retainAll(wanted);
    return new Run(all.subList(0, from), nodes, after, List.copyOf(reads), makes);
  }

  /** The nodes of the graph with others in place of these. */
  List<NodeProto> replacedBy(List<NodeProto> others) {
    List<NodeProto> result = new ArrayList<>(before);
    result.addAll(others);
    result.addAll(after);
    return result;
  }
}
