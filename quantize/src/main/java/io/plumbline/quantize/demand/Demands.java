package io.plumbline.quantize.demand;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * The demands of one graph.
 *
 * @param byNode demands by node name; a node of float32 or more bits than demanded has what it
 *     needs
 * @param fine values whose numbers are demanded: where they must be integers they are the widest
 *     that the target has
 * @param findings one for each node at fault
 */
public record Demands(
    SequencedMap<String, Demand> byNode, SequencedSet<String> fine, List<Finding> findings) {
  public static final Demands NONE =
      new Demands(new LinkedHashMap<>(), new LinkedHashSet<>(), List.of());

  public Demands {
    byNode = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byNode));
    fine = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(fine));
    findings = List.copyOf(findings);
  }

  /** What can be said before any sample is seen: the values that become positions or orders. */
  public static Demands beforehand(Graph graph, LoadedScales loaded, Target target) {
    Carriers carriers = new Carriers(graph, loaded);
    Demands demands = Orders.demands(graph, carriers, target);
    for (Positions.Sink sink : Positions.of(graph, carriers)) {
      demands = demands.and(Positions.demands(sink, carriers.of(sink.values())));
    }
    return demands;
  }

  /** The scheme of the widest integers of a target, with weights of 8 bits where it has both. */
  public static Scheme widest(Target target) {
    return target.schemes().stream()
        .max(
            Comparator.comparingInt((Scheme scheme) -> scheme.activation().bytes())
                .thenComparing(Scheme::hasWideWeights, Comparator.reverseOrder()))
        .orElseThrow();
  }

  public Optional<Demand> of(Node node) {
    return Optional.ofNullable(byNode.get(node.name()));
  }

  public boolean isEmpty() {
    return byNode.isEmpty() && fine.isEmpty();
  }

  /** Both; of two demands on one node the finer counts. */
  public Demands and(Demands other) {
    SequencedMap<String, Demand> all = new LinkedHashMap<>(byNode);
    other.byNode.forEach((node, demand) -> all.merge(node, demand, Demand::or));
    SequencedSet<String> values = new LinkedHashSet<>(fine);
    values.addAll(other.fine);
    List<Finding> found = new ArrayList<>(findings);
    found.addAll(other.findings);
    return new Demands(all, values, found);
  }
}
