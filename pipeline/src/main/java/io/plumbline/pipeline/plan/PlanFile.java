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
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
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
    } catch (PlumblineException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new BadConfigurationException(
          "plan.unreadable",
          where,
          "this is no plan of this model: " + e.getMessage(),
          "give the PREFIX_plan.json that compiling the same model has written",
          e);
    }
  }

  /**
   * Does what rests on a plan file. A program that does not fit together is the fault of what the
   * file says, which can be read and yet be nothing that planning would have made.
   *
   * @throws BadConfigurationException naming the value or node of the plan that is at fault
   */
  public static <T> T resting(Path file, Supplier<T> work) {
    try {
      return work.get();
    } catch (InternalException e) {
      throw impossible(file, "for '%s': %s".formatted(e.where(), e.getMessage()), e);
    } catch (PlumblineException | CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw impossible(file, ": " + e.getMessage(), e);
    }
  }

  private static BadConfigurationException impossible(Path file, String what, Exception cause) {
    return new BadConfigurationException(
        "plan.impossible",
        file.toString(),
        "no program can be made of what the plan says " + what,
        "undo what was changed in the file; if it is as compile wrote it, report this as a defect",
        cause);
  }

  /** Each map of a list. What is wrong with one is said of its place and name in the file. */
  private static void each(
      Map<String, Object> root, String key, Consumer<Map<String, Object>> reader) {
    List<Map<String, Object>> maps = PlanTensors.list(root, key);
    for (int i = 0; i < maps.size(); i++) {
      Map<String, Object> map = maps.get(i);
      try {
        reader.accept(map);
      } catch (RuntimeException e) {
        Object name = map.getOrDefault("tensor", map.getOrDefault("node", map.get("nodes")));
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s[%d] (%s): %s", key, i, name, e.getMessage()), e);
      }
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
    each(
        root,
        "nodes",
        map -> {
          NodePlan node = RecordTree.read(map, NodePlan.class);
          requireNodes(node, graph);
          nodes.add(node);
        });
    SequencedMap<String, TensorPlan> activations = new LinkedHashMap<>();
    each(
        root,
        "activations",
        map -> {
          TensorPlan tensor = PlanTensors.tensor(map);
          requireValue(tensor.tensor(), graph);
          activations.put(tensor.tensor(), tensor);
        });
    SequencedMap<Use, TensorPlan> reads = new LinkedHashMap<>();
    each(root, "reads", map -> reads.put(use(map, graph), PlanTensors.tensor(map)));
    SequencedMap<String, TensorPlan> scales = new LinkedHashMap<>();
    Map<String, Integer> limits = new HashMap<>();
    each(
        root,
        "weights",
        map -> {
          TensorPlan tensor = PlanTensors.tensor(map);
          scales.put(tensor.tensor(), tensor);
          limits.put(tensor.tensor(), PlanTensors.limit(map));
        });
    NearestIntegers nearest = new NearestIntegers(graph, activations, reads, scales, limits);
    SequencedMap<String, QuantizedConstant> weights = new LinkedHashMap<>();
    SequencedMap<String, QuantizedConstant> known = nearest.weights(rounding);
    each(
        root,
        "weights",
        map -> {
          String name = PlanTensors.tensor(map).tensor();
          weights.put(name, PlanTensors.constant(map, known.get(name)));
        });
    SequencedMap<Use, QuantizedConstant> biases = new LinkedHashMap<>();
    SequencedMap<Use, QuantizedConstant> sums = nearest.biases(nodes);
    each(
        root,
        "biases",
        map -> {
          Use use = use(map, graph);
          biases.put(use, PlanTensors.constant(map, sums.get(use)));
        });
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
