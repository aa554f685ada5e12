package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.rule.Behaviour;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Decides what each quantized value is held in. Of the groups that write or read the numbers of a
 * source, the one about which the finest wish is decides, and of equals the widest.
 */
final class ValueSchemes {
  private final SequencedMap<String, String> sources;
  private final Map<String, Grant> grants = new HashMap<>();

  /**
   * @param sources by quantized value: the value whose numbers it holds
   */
  ValueSchemes(SequencedMap<String, String> sources) {
    this.sources = sources;
  }

  ValueSchemes add(List<Group> groups) {
    groups.forEach(this::add);
    return this;
  }

  /** Values that nobody has a wish about, and what their numbers demand. */
  ValueSchemes add(Collection<String> values, Scheme scheme) {
    Grant grant = new Grant(scheme, scheme, Grant.UNASKED, "");
    values.forEach(value -> add(value, grant));
    return this;
  }

  /**
   * @param scheme of the outputs of the model, where they are quantized
   */
  ValueSchemes addOutputs(Graph graph, Optional<Scheme> scheme) {
    scheme
        .map(wide -> new Grant(wide, wide, new Selector.Node("").rank(), ""))
        .ifPresent(grant -> graph.outputs().forEach(value -> add(value, grant)));
    return this;
  }

  /** The scheme of each source. */
  SequencedMap<String, Scheme> of(Scheme otherwise) {
    SequencedMap<String, Scheme> result = new LinkedHashMap<>();
    for (String source : sources.values()) {
      Grant grant = grants.get(source);
      result.put(source, grant == null ? otherwise : grant.scheme());
    }
    return Collections.unmodifiableSequencedMap(result);
  }

  private void add(Group group) {
    Behaviour behaviour = group.rule().behaviour();
    if (behaviour == Behaviour.REAL) {
      return;
    }
    group.outputs().forEach(value -> add(value, group.grant()));
    if (behaviour == Behaviour.EXACT) {
      return;
    }
    for (Node node : group.nodes()) {
      node.reads().forEach(value -> add(value, group.grant()));
    }
  }

  private void add(String value, Grant grant) {
    String source = sources.get(value);
    if (source != null) {
      grants.merge(source, grant, (known, other) -> other.outranks(known) ? other : known);
    }
  }
}
