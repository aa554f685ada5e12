package io.plumbline.quantize.demand;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.Split;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unsqueeze;
import io.plumbline.graph.op.Where;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.observe.Distribution;
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
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * Finds numbers such as −999 that Where fills in for missing values, and that a sum of products
 * then counts like any other: they cannot be left out of its range, and stretch the steps of all
 * numbers beside them. From the choice up to the sum these are held in the widest integers of the
 * target.
 */
public final class Fillers {
  /**
   * How many times as wide as the range of all other numbers, 0 included, the range with the filler
   * has to be: 2 of 8 bits are lost.
   */
  private static final double STRETCHED = 4;

  private final Graph graph;
  private final LoadedScales loaded;
  private final Target target;
  private final SequencedMap<Node, Float> choices = new LinkedHashMap<>();

  /** What reads filled numbers up to sums: none where no sum is reached. */
  private record Reach(List<Node> nodes, SequencedSet<String> values) {}

  /**
   * @param graph optimised, with known types
   * @param loaded scales of a model's own
   */
  public Fillers(Graph graph, LoadedScales loaded, Target target) {
    this.graph = graph;
    this.loaded = loaded;
    this.target = target;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Where && !reach(node).nodes().isEmpty()) {
        filler(node).ifPresent(number -> choices.put(node, number));
      }
    }
  }

  private Optional<Float> filler(Node choice) {
    return Stream.of(choice.input(1), choice.input(2))
        .flatMap(operand -> graph.constant(operand).stream())
        .filter(tensor -> tensor.dtype() == DType.FLOAT32 && tensor.elements() == 1)
        .map(tensor -> tensor.getFloat(0))
        .filter(number -> Float.isFinite(number) && number != 0)
        .findFirst();
  }

  private Reach reach(Node choice) {
    SequencedSet<Node> nodes = new LinkedHashSet<>(List.of(choice));
    SequencedSet<String> values = new LinkedHashSet<>(List.of(choice.output()));
    boolean summed = false;
    for (Node node : graph.nodes()) {
      if (node.inputs().stream().anyMatch(values::contains)) {
        boolean sum = Carriers.isSum(node.op());
        if (sum || keepsNumbers(node.op())) {
          nodes.add(node);
        }
        if (!sum && keepsNumbers(node.op())) {
          values.addAll(node.outputs());
        }
        summed |= sum;
      }
    }
    boolean open = values.stream().noneMatch(loaded.activations()::containsKey);
    return summed && open
        ? new Reach(List.copyOf(nodes), values)
        : new Reach(List.of(), new LinkedHashSet<>());
  }

  private static boolean keepsNumbers(Op op) {
    return op instanceof Binary
        || op instanceof Concat
        || op instanceof Flatten
        || op instanceof Gather
        || op instanceof Identity
        || op instanceof Reshape
        || op instanceof Slice
        || op instanceof Split
        || op instanceof Squeeze
        || op instanceof Transpose
        || op instanceof Unsqueeze;
  }

  /** Values whose distributions tell whether fillers stretch their ranges. */
  public SequencedSet<String> observed() {
    SequencedSet<String> observed = new LinkedHashSet<>();
    choices.keySet().forEach(choice -> observed.add(choice.output()));
    return observed;
  }

  /**
   * What the choices demand.
   *
   * @param statistics of {@link #observed}; those without histogram tell nothing
   */
  public Demands demands(Statistics statistics, SteepNodes.Planned planned) {
    Scheme widest = Demands.widest(target);
    Demands demands = Demands.NONE;
    for (Node choice : choices.keySet()) {
      TensorStatistics seen = statistics.tensors().get(choice.output());
      float filler = choices.getOrDefault(choice, 0f);
      boolean coarse =
          planned
              .held(choice.output())
              .filter(held -> held.bytes() < widest.activation().bytes())
              .isPresent();
      if (seen != null && coarse) {
        double stretch = stretch(seen, filler);
        if (stretch >= STRETCHED) {
          demands = demands.and(demands(choice, filler, stretch, widest, planned));
        }
      }
    }
    return demands;
  }

  /** How many times as wide a range with a filler at one end is as without it; 1 where not. */
  static double stretch(TensorStatistics seen, float filler) {
    if (seen.isEmpty() || seen.histogram().isEmpty()) {
      return 1;
    }
    boolean low = filler == seen.minimum();
    if (!low && filler != seen.maximum()) {
      return 1;
    }
    Distribution distribution = seen.distribution();
    double near = 0;
    for (int bin = distribution.firstBin(); bin < distribution.endBin(); bin++) {
      boolean own = distribution.low(bin) <= filler && filler <= distribution.high(bin);
      if (!own && distribution.count(bin) > 0) {
        near = low ? Math.min(near, distribution.low(bin)) : Math.max(near, distribution.high(bin));
      }
    }
    double far = low ? Math.max(seen.maximum(), 0) : Math.min(seen.minimum(), 0);
    double rest = Math.abs(far - near);
    return rest == 0 ? 1 : Math.abs(far - filler) / rest;
  }

  private Demands demands(
      Node choice, float filler, double stretch, Scheme scheme, SteepNodes.Planned planned) {
    Reach reach = reach(choice);
    SequencedMap<String, Demand> byNode = new LinkedHashMap<>();
    Demand demand = new Demand(scheme, "'%s' fills in %s".formatted(choice.name(), filler));
    reach.nodes().stream()
        .filter(node -> !planned.isReal(node))
        .forEach(node -> byNode.put(node.name(), demand));
    String message =
        String.format(
            Locale.ROOT,
            "It fills in %s, which sums count like any other number and which makes the range"
                + " %.0f times as wide as that of all others; computed in %s for that: %s. If the"
                + " number stands for a missing value, train with one near the others.",
            filler,
            stretch,
            scheme.name(),
            String.join(", ", byNode.keySet()));
    Finding finding = Finding.warning("plan.filler", choice.name(), message);
    return new Demands(byNode, reach.values(), List.of(finding));
  }
}
