package io.plumbline.pipeline.plan;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.plan.NearestIntegers;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.report.Json;
import io.plumbline.report.RecordTree;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * A plan as a JSON file, and back. Scales are the shortest decimals that only this float32 is
 * nearest to. Integers of constants are in it where they are not what rounding the constants of the
 * optimised float model to nearest gives: corrected biases, and weights that were rounded
 * otherwise.
 */
public final class PlanFile {
  private static final int VERSION = 2;

  private PlanFile() {}

  /**
   * The text of a plan.
   *
   * @param graph that the plan will be read for; weights and biases may be other ones there
   * @param rounding of the target
   */
  public static String write(QuantPlan plan, Graph graph, Rounding rounding) {
    return Json.pretty(tree(plan, graph, rounding));
  }

  /** Likewise, before it is text. */
  static Map<String, Object> tree(QuantPlan plan, Graph graph, Rounding rounding) {
    SequencedMap<String, TensorPlan> weights = new LinkedHashMap<>();
    Map<String, Integer> limits = new HashMap<>();
    plan.weights().forEach((name, weight) -> weights.put(name, weight.plan()));
    plan.weights().forEach((name, weight) -> limits.put(name, weight.limit()));
    NearestIntegers nearest =
        new NearestIntegers(graph, plan.activations(), plan.reads(), weights, limits);
    Map<String, QuantizedConstant> known = nearest.weights(rounding);
    Map<Use, QuantizedConstant> sums = nearest.biases(plan.nodes());
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("version", VERSION);
    root.put("activations", plan.activations().values().stream().map(PlanTensors::tensor).toList());
    root.put(
        "reads",
        plan.reads().entrySet().stream()
            .map(read -> PlanTensors.read(read.getKey(), read.getValue()))
            .toList());
    root.put(
        "weights",
        plan.weights().values().stream()
            .map(weight -> PlanTensors.constant(weight, known.get(weight.constant())))
            .toList());
    root.put("biases", biases(plan.biases(), sums));
    Map<String, Object> carried = new LinkedHashMap<>();
    plan.carried().forEach((value, params) -> carried.put(value, PlanTensors.params(params)));
    root.put("carried", carried);
    root.put("nodes", plan.nodes().stream().map(RecordTree::write).toList());
    return root;
  }

  /** Where biases are, and what does not follow from the rest of the plan. */
  private static List<Map<String, Object>> biases(
      Map<Use, QuantizedConstant> biases, Map<Use, QuantizedConstant> nearest) {
    List<Map<String, Object>> list = new ArrayList<>();
    biases.forEach(
        (use, bias) -> {
          Map<String, Object> map = PlanTensors.use(use);
          QuantizedConstant other = nearest.get(use);
          if (other == null || !PlanTensors.isSame(bias, other)) {
            map.putAll(PlanTensors.constant(bias, null));
          }
          list.add(map);
        });
    return list;
  }

  /**
   * The plan of a text.
   *
   * @param where the text comes from, for errors
   * @param graph that the plan was written for
   * @param rounding of the target
   * @throws BadConfigurationException when the text is no plan, or not one of this graph
   */
  public static QuantPlan read(String text, String where, Graph graph, Rounding rounding) {
    return understood(where, () -> plan(root(text), graph, rounding));
  }

  /**
   * What is read of a file.
   *
   * @param where it is, for errors
   * @throws BadConfigurationException when what it says does not fit together
   */
  static <T> T understood(String where, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException
        | NoSuchElementException e) {
      throw new BadConfigurationException(
          "plan.unreadable",
          where,
          "this is no plan of this model: " + e.getMessage(),
          "give the PREFIX_plan.json that compiling the same model has written");
    }
  }

  /** The map of a text, if it is one of this version. */
  static Map<String, Object> root(String text) {
    Map<String, Object> root = PlanTensors.map(Json.parse(text));
    if (!(root.get("version") instanceof Integer version) || version != VERSION) {
      throw new IllegalArgumentException(
          "its version is %s, not %d".formatted(root.get("version"), VERSION));
    }
    return root;
  }

  /** The plan of a map. */
  static QuantPlan plan(Map<String, Object> root, Graph graph, Rounding rounding) {
    List<NodePlan> nodes = new ArrayList<>();
    PlanTensors.list(root, "nodes")
        .forEach(node -> nodes.add(RecordTree.read(node, NodePlan.class)));
    nodes.forEach(node -> requireNodes(node, graph));
    SequencedMap<String, TensorPlan> activations = new LinkedHashMap<>();
    for (Map<String, Object> map : PlanTensors.list(root, "activations")) {
      TensorPlan tensor = PlanTensors.tensor(map);
      requireValue(tensor.tensor(), graph);
      activations.put(tensor.tensor(), tensor);
    }
    SequencedMap<Use, TensorPlan> reads = new LinkedHashMap<>();
    for (Map<String, Object> map : PlanTensors.list(root, "reads")) {
      reads.put(use(map, graph), PlanTensors.tensor(map));
    }
    SequencedMap<String, TensorPlan> scales = new LinkedHashMap<>();
    Map<String, Integer> limits = new HashMap<>();
    for (Map<String, Object> map : PlanTensors.list(root, "weights")) {
      TensorPlan tensor = PlanTensors.tensor(map);
      scales.put(tensor.tensor(), tensor);
      limits.put(tensor.tensor(), PlanTensors.limit(map));
    }
    NearestIntegers nearest = new NearestIntegers(graph, activations, reads, scales, limits);
    SequencedMap<String, QuantizedConstant> weights = new LinkedHashMap<>();
    SequencedMap<String, QuantizedConstant> known = nearest.weights(rounding);
    for (Map<String, Object> map : PlanTensors.list(root, "weights")) {
      String name = PlanTensors.tensor(map).tensor();
      weights.put(name, PlanTensors.constant(map, known.get(name)));
    }
    SequencedMap<Use, QuantizedConstant> biases = new LinkedHashMap<>();
    SequencedMap<Use, QuantizedConstant> sums = nearest.biases(nodes);
    for (Map<String, Object> map : PlanTensors.list(root, "biases")) {
      Use use = use(map, graph);
      biases.put(use, PlanTensors.constant(map, sums.get(use)));
    }
    SequencedMap<String, QuantParams> carried = new LinkedHashMap<>();
    PlanTensors.map(Objects.requireNonNullElse(root.get("carried"), Map.of()))
        .forEach((name, params) -> carried.put(name, PlanTensors.params(PlanTensors.map(params))));
    return new QuantPlan(activations, reads, weights, biases, carried, nodes);
  }

  private static Use use(Map<String, Object> map, Graph graph) {
    Use use = PlanTensors.use(map);
    requireNode(use.node(), graph);
    return use;
  }

  private static void requireNodes(NodePlan plan, Graph graph) {
    plan.nodes().forEach(node -> requireNode(node, graph));
  }

  private static void requireNode(String node, Graph graph) {
    if (!graph.namesNode(node)) {
      throw new IllegalArgumentException("the model has no node '%s'".formatted(node));
    }
  }

  private static void requireValue(String value, Graph graph) {
    if (!graph.namesValue(value)) {
      throw new IllegalArgumentException("the model has no value '%s'".formatted(value));
    }
  }
}
