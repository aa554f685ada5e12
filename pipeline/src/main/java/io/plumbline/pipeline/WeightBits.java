package io.plumbline.pipeline;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.noise.NoiseBudget;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.BadConfigurationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Which layers take weights of 4 bits in place of 8, so that a mean of bits is reached at the least
 * noise at the results. What the weights of each layer cause alone is measured in both, on float
 * values; noise of independent roundings adds up, so that the layers to narrow are those that lose
 * least for each weight.
 *
 * @param layers that have integer weights, in the order of the network
 */
public record WeightBits(List<Layer> layers) {
  /** Bits of a weight where it is not narrowed. */
  public static final int WIDE = 8;

  /** Bits of a weight that is. */
  public static final int NARROW = 4;

  private static final String SCHEME = "w4a8";

  /**
   * The weights of a layer.
   *
   * @param node that reads them
   * @param weights how many there are
   * @param wide noise at the results with 8 bits, Σ(x−y)² / Σx²
   * @param narrow the same with 4 bits; with what the weights have where they cannot be chosen
   * @param bits that they get
   */
  public record Layer(String node, long weights, double wide, double narrow, int bits) {
    /** What each weight costs that is narrowed. */
    double price() {
      return (narrow - wide) / weights;
    }

    /** This and other weights that the same node reads; narrow where all are. */
    Layer with(Layer other) {
      return new Layer(
          node,
          weights + other.weights,
          wide + other.wide,
          narrow + other.narrow,
          Math.max(bits, other.bits));
    }

    Layer narrowed() {
      return new Layer(node, weights, wide, narrow, NARROW);
    }
  }

  public WeightBits {
    layers = List.copyOf(layers);
  }

  /**
   * Looks for the layers to narrow.
   *
   * @param mean bits of a weight at most, 4…8, where that can be reached
   * @throws BadConfigurationException when the target has no weights of 4 bits
   */
  public static WeightBits of(CompileRequest request, double mean, Progress progress) {
    Scheme narrow =
        request
            .target()
            .scheme(SCHEME)
            .orElseThrow(
                () ->
                    new BadConfigurationException(
                        "config.no-narrow-weights",
                        request.target().name(),
                        "weights of 4 bits are asked for, and the target has none",
                        "choose another target; 'plumb targets' lists them"));
    progress.stage("weight bits");
    Study study = Study.open(request, progress);
    Study narrowed = Study.open(request.withOptions(narrowed(request.options(), narrow)), progress);
    QuantPlan wide = study.plan(study.ranges());
    QuantPlan fine = narrowed.plan(narrowed.ranges());
    Map<String, Double> before = noise(study.weightNoise(wide));
    Map<String, Double> after = noise(narrowed.weightNoise(fine));
    SequencedMap<String, Layer> layers = new LinkedHashMap<>();
    Set<String> free = new HashSet<>();
    Set<String> fixed = new HashSet<>();
    for (QuantizedConstant constant : wide.weights().values()) {
      String name = constant.constant();
      QuantizedConstant other = fine.weights().get(name);
      String node = reader(study.graph(), name);
      boolean measured = before.containsKey(name) && after.containsKey(name);
      (measured && other != null && other.limit() < constant.limit() ? free : fixed).add(node);
      layers.merge(
          node,
          new Layer(
              node,
              constant.integers().elements(),
              before.getOrDefault(name, Double.NaN),
              after.getOrDefault(name, Double.NaN),
              bits(constant.limit())),
          Layer::with);
    }
    free.removeAll(fixed);
    return chosen(List.copyOf(layers.values()), free, mean);
  }

  private static int bits(int limit) {
    return limit < 1 << NARROW ? NARROW : limit <= Byte.MAX_VALUE ? WIDE : Short.SIZE;
  }

  private static QuantOptions narrowed(QuantOptions options, Scheme narrow) {
    List<Wish> wishes = new ArrayList<>(List.of(new Wish(new Selector.All(), narrow)));
    wishes.addAll(options.wishes());
    return options.withWishes(wishes);
  }

  private static Map<String, Double> noise(List<NoiseBudget.Share> shares) {
    Map<String, Double> noise = new LinkedHashMap<>();
    shares.forEach(share -> noise.merge(share.source().tensor(), share.noise(), Double::sum));
    return noise;
  }

  private static String reader(Graph graph, String constant) {
    return graph.nodes().stream()
        .filter(node -> node.inputs().contains(constant))
        .findFirst()
        .map(node -> node.name())
        .orElse(constant);
  }

  /**
   * Narrows the cheapest until the mean is reached, and gives back what was not needed for it, the
   * dearest first.
   *
   * @param layers one for each node
   * @param free the layers that can be narrowed
   */
  static WeightBits chosen(List<Layer> layers, Set<String> free, double mean) {
    Map<String, Layer> found = new LinkedHashMap<>();
    layers.forEach(layer -> found.put(layer.node(), layer));
    List<Layer> cheapest =
        layers.stream()
            .filter(layer -> free.contains(layer.node()) && layer.bits() == WIDE)
            .sorted(Comparator.comparingDouble(Layer::price))
            .toList();
    List<Layer> taken = new ArrayList<>();
    for (Layer layer : cheapest) {
      if (mean(found) <= mean) {
        break;
      }
      found.put(layer.node(), layer.narrowed());
      taken.add(layer);
    }
    taken.sort(
        Comparator.comparingDouble((Layer layer) -> layer.narrow() - layer.wide()).reversed());
    for (Layer layer : taken) {
      Layer narrow = Objects.requireNonNull(found.put(layer.node(), layer));
      if (mean(found) > mean) {
        found.put(layer.node(), narrow);
      }
    }
    return new WeightBits(List.copyOf(found.values()));
  }

  private static double mean(Map<String, Layer> layers) {
    return new WeightBits(List.copyOf(layers.values())).mean();
  }

  /** The mean bits of a weight. */
  public double mean() {
    double bits = layers.stream().mapToDouble(layer -> layer.weights() * layer.bits()).sum();
    double weights = layers.stream().mapToDouble(Layer::weights).sum();
    return weights == 0 ? WIDE : bits / weights;
  }

  /** The nodes whose weights have 4 bits. */
  public List<String> narrow() {
    return layers.stream().filter(layer -> layer.bits() == NARROW).map(Layer::node).toList();
  }

  /** The request with these bits asked for. */
  public CompileRequest applied(CompileRequest request) {
    Scheme narrow = request.target().scheme(SCHEME).orElseThrow();
    List<Wish> wishes = new ArrayList<>(request.options().wishes());
    narrow().stream()
        .map(node -> new Wish(new Selector.Node(node), narrow))
        .filter(wish -> !wishes.contains(wish))
        .forEach(wishes::add);
    return request.withOptions(request.options().withWishes(wishes));
  }

  /** A row for each layer. */
  public Section.Table table() {
    return new Section.Table(
        String.format(Locale.ROOT, "Bits of weights: %.2f in the mean", mean()),
        List.of("Layer", "Weights", "Bits", "Noise of 8 bits", "Noise of 4 bits"),
        layers.stream()
            .map(
                layer ->
                    List.of(
                        Cell.of(layer.node()),
                        Cell.of(layer.weights()),
                        Cell.of(layer.bits()),
                        decibels(layer.wide()),
                        decibels(layer.narrow())))
            .toList());
  }

  private static Cell decibels(double noise) {
    return Double.isNaN(noise)
        ? Cell.missing()
        : Cell.of(
            noise == 0
                ? "none"
                : String.format(Locale.ROOT, "%.1f dB", -NoiseBudget.decibels(noise)));
  }

  /** For machines: bits and noise of each layer. */
  public List<Map<String, Object>> record() {
    return layers.stream().map(WeightBits::record).toList();
  }

  private static Map<String, Object> record(Layer layer) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("node", layer.node());
    row.put("weights", layer.weights());
    row.put("bits", layer.bits());
    row.put("noise_wide", layer.wide());
    row.put("noise_narrow", layer.narrow());
    return row;
  }
}
