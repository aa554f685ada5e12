package io.plumbline.pipeline.noise;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Identity;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * A network in which what some readers get rounded is a value of its own: the identity of the value
 * that others read as it is.
 *
 * @param plan whose activations are all that is rounded; an identity has the plan of the value that
 *     it stands for
 */
record SeparateReads(Graph graph, QuantPlan plan) {
  static SeparateReads of(Graph graph, QuantPlan plan) {
    return plan.reads().isEmpty() ? new SeparateReads(graph, plan) : new Making(graph, plan).made();
  }

  /** Values, nodes and plans on the way. */
  private static final class Making {
    private final Graph graph;
    private final QuantPlan plan;
    private final Names names;
    private final Map<TensorPlan, String> separate = new HashMap<>();
    private final SequencedMap<String, TensorPlan> activations;
    private final SequencedMap<String, ValueType> types;
    private final List<Node> nodes = new ArrayList<>();
    private final List<NodePlan> plans = new ArrayList<>();

    Making(Graph graph, QuantPlan plan) {
      this.graph = graph;
      this.plan = plan;
      this.names = Names.of(graph);
      this.activations = new LinkedHashMap<>(plan.activations());
      this.types = new LinkedHashMap<>(graph.types());
    }

    SeparateReads made() {
      graph.inputs().forEach(this::add);
      for (NodePlan planned : plan.nodes()) {
        List<Node> members = planned.nodes().stream().map(graph::node).toList();
        members.forEach(node -> nodes.add(node.withInputs(inputs(node))));
        plans.add(planned);
        members.forEach(node -> node.outputs().forEach(this::add));
      }
      Graph made =
          new Graph(
              graph.name(),
              graph.info(),
              graph.inputs(),
              graph.outputs(),
              nodes,
              graph.constants(),
              types);
      return new SeparateReads(
          made,
          new QuantPlan(
              activations,
              new LinkedHashMap<>(),
              plan.weights(),
              plan.biases(),
              plan.carried(),
              plans));
    }

    private List<String> inputs(Node node) {
      List<String> inputs = new ArrayList<>(node.inputs());
      for (int input = 0; input < inputs.size(); input++) {
        TensorPlan read = plan.reads().get(new Use(node.name(), input));
        if (read != null) {
          inputs.set(input, Objects.requireNonNull(separate.get(read)));
        }
      }
      return inputs;
    }

    /** Adds an identity for each of the parameters in which a value is read. */
    private void add(String value) {
      var reads = new LinkedHashSet<TensorPlan>();
      plan.reads().values().stream()
          .filter(read -> read.tensor().equals(value))
          .forEach(reads::add);
      for (TensorPlan read : reads) {
        String name = names.value(value + "_read");
        String node = names.node(value + "_read");
        nodes.add(new Node(node, new Identity(), List.of(value), List.of(name), List.of()));
        plans.add(
            new NodePlan(
                List.of(node), new IntegerForm.Move(), Precision.INT8, Precision.INT8, ""));
        types.put(name, Objects.requireNonNull(graph.types().get(value)));
        activations.put(name, read);
        separate.put(read, name);
      }
    }
  }
}
