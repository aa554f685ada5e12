package io.plumbline.quantize.demand;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Finds functions that are too steep for the steps of what they read: sines of wide phases,
 * logarithms of wide powers, quotients of small numbers. They get the widest integers of the target
 * where these are fine enough, or float32, and so does all that carries their operand.
 */
public final class SteepNodes {
  /** Why integers are too coarse for an operand. */
  private enum Fault {
    STEEP("plan.steep", "is steep"),
    PHASES("plan.phases", "repeats itself");

    private final String code;
    private final String words;

    Fault(String code, String words) {
      this.code = code;
      this.words = words;
    }
  }

  private final Target target;
  private final Carriers carriers;
  private final SequencedMap<SteepFunction, Carriers.Carried> functions = new LinkedHashMap<>();

  /** What is planned without these demands. */
  public interface Planned {
    /** What the numbers of a value are held in; empty where they are not quantized. */
    Optional<DType> held(String value);

    /** Whether a value stays in float32 for what it holds. */
    boolean isExact(String value);

    /** Whether a node is computed in float32 anyway. */
    boolean isReal(Node node);
  }

  /**
   * @param graph optimised, with known types
   * @param loaded scales of a model's own
   */
  public SteepNodes(Graph graph, LoadedScales loaded, Target target) {
    this.target = target;
    this.carriers = new Carriers(graph, loaded);
    for (Node node : graph.nodes()) {
      SteepFunction.of(node, graph)
          .ifPresent(steep -> functions.put(steep, carriers.of(List.of(steep.operand()))));
    }
  }

  /** Values whose distributions tell whether functions are steep. */
  public SequencedSet<String> operands() {
    SequencedSet<String> operands = new LinkedHashSet<>();
    functions.keySet().forEach(steep -> operands.add(steep.operand()));
    return operands;
  }

  /** Values whose statistics tell whether functions are steep, or that a plan may then need. */
  public SequencedSet<String> observed() {
    SequencedSet<String> values = new LinkedHashSet<>();
    functions.values().forEach(carried -> values.addAll(carried.observed()));
    return values;
  }

  /**
   * What the functions demand.
   *
   * @param statistics of {@link #observed}; those of a kind without histogram tell less
   */
  public Demands demands(Statistics statistics, Planned planned) {
    Demands demands = Demands.NONE;
    for (Map.Entry<SteepFunction, Carriers.Carried> entry : functions.entrySet()) {
      SteepFunction steep = entry.getKey();
      TensorStatistics tensor = statistics.tensors().get(steep.operand());
      if (tensor == null
          || planned.isExact(steep.operand())
          || !entry.getValue().values().contains(steep.operand())) {
        continue;
      }
      demands = demands.and(demands(steep, tensor, entry.getValue(), planned));
    }
    return demands;
  }

  private Demands demands(
      SteepFunction steep, TensorStatistics tensor, Carriers.Carried carried, Planned planned) {
    if (steep.isPeriodic() && (steep.isPassedThrough(tensor) || isOfInputs(carried))) {
      String cut =
          String.format(
              Locale.ROOT,
              "It repeats itself, so that '%s' is not cut off at %s to %s, which calibration saw",
              steep.operand(),
              tensor.minimum(),
              tensor.maximum());
      return demands(steep, Scheme.FLOAT32, Fault.PHASES, cut, carried, planned);
    }
    DType held = planned.held(steep.operand()).orElse(target.scheme().activation());
    double steepness = Steepness.of(steep.function(), tensor, held);
    if (steepness <= Steepness.LIMIT) {
      return Demands.NONE;
    }
    String moved =
        String.format(
            Locale.ROOT,
            "One step of '%s' in %s moves its result by %.0f %% of its range",
            steep.operand(),
            held.label(),
            100 * steepness);
    Scheme finer = finer(steep, held, tensor, carried);
    return demands(steep, finer, Fault.STEEP, moved, carried, planned);
  }

  /** Whether numbers are positions and times of the inputs, which go on beyond all samples. */
  private boolean isOfInputs(Carriers.Carried carried) {
    return !carried.passesSum() && carriers.isOfInputs(carried);
  }

  /** What carries the operand and what reads it, with a finding where that makes a difference. */
  private static Demands demands(
      SteepFunction steep,
      Scheme scheme,
      Fault fault,
      String why,
      Carriers.Carried carried,
      Planned planned) {
    SequencedMap<String, Demand> byNode = new LinkedHashMap<>();
    Demand demand = new Demand(scheme, "'%s' %s".formatted(steep.node().name(), fault.words));
    carried.nodes().stream()
        .filter(node -> !planned.isReal(node))
        .forEach(node -> byNode.put(node.name(), demand));
    if (!planned.isReal(steep.node())) {
      byNode.put(steep.node().name(), demand);
    }
    boolean integers = carried.values().stream().anyMatch(value -> planned.held(value).isPresent());
    if (byNode.isEmpty() && !integers) {
      return Demands.NONE;
    }
    String message =
        "%s; computed in %s for that: %s."
            .formatted(
                why,
                scheme.name(),
                byNode.isEmpty()
                    ? "'" + steep.operand() + "'"
                    : String.join(", ", byNode.keySet()));
    Finding finding = Finding.warning(fault.code, steep.node().name(), message);
    return new Demands(byNode, carried.values(), List.of(finding));
  }

  /** The narrowest scheme whose steps the function maps to fine ones. */
  private Scheme finer(
      SteepFunction steep, DType held, TensorStatistics tensor, Carriers.Carried carried) {
    Scheme widest = Demands.widest(target);
    boolean enough =
        widest.activation().bytes() > held.bytes()
            && !carried.passesSum()
            && Steepness.of(steep.function(), tensor, widest.activation()) <= Steepness.LIMIT;
    return enough ? widest : Scheme.FLOAT32;
  }
}
