package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.calibrate.NarrowRanges;
import io.plumbline.quantize.calibrate.WeightRanges;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.rule.Behaviour;
import io.plumbline.quantize.rule.BiasOperand;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Gives the weights of integer sums their scales: symmetric int8 or int16, one for each output
 * channel unless the target or a second use of the constant forbids it; of fewer bits, for the
 * least mean square error. A scale is widened where a bias would not fit next to the sum in the
 * accumulator.
 */
final class WeightPlanner {
  private final PlanStructure structure;
  private final Graph graph;
  private final SequencedMap<String, TensorPlan> activations;
  private final LoadedScales loaded;
  private final List<Finding> findings;
  private final SequencedMap<String, Integer> axes = new LinkedHashMap<>();
  private final Map<String, float[]> scales = new HashMap<>();
  private final Map<String, Double> largest = new HashMap<>();
  private final Map<Channels, double[]> magnitudes;
  private final Map<String, Integer> limits;

  /** A constant and the axis of its output channels, or none. */
  record Channels(String constant, int axis) {}

  /**
   * @param magnitudes the largest magnitudes in channels of this graph's constants that are known;
   *     those that are not among them are added
   */
  WeightPlanner(
      PlanStructure structure,
      SequencedMap<String, TensorPlan> activations,
      LoadedScales loaded,
      Map<Channels, double[]> magnitudes,
      List<Finding> findings) {
    this.structure = structure;
    this.graph = structure.graph();
    this.activations = activations;
    this.loaded = loaded;
    this.magnitudes = magnitudes;
    this.limits = structure.weightLimits();
    this.findings = findings;
  }

  SequencedMap<String, TensorPlan> plan() {
    List<Group> groups = structure.groups();
    List<Group> sums =
        groups.stream().filter(group -> group.rule().behaviour() == Behaviour.SUM).toList();
    for (Group group : groups) {
      Behaviour behaviour = group.rule().behaviour();
      if (behaviour == Behaviour.SUM || behaviour == Behaviour.RECURRENT) {
        boolean perChannel = group.grant().scheme().perChannel();
        WeightOperand.all(group.head(), graph).forEach(weights -> addAxis(weights, perChannel));
      }
    }
    axes.forEach(this::addScales);
    resolveBiases(sums);
    for (Group group : sums) {
      WeightOperand.of(group.head(), graph).ifPresent(weights -> widen(group, weights));
    }
    SequencedMap<String, TensorPlan> plans = new LinkedHashMap<>();
    axes.forEach((name, axis) -> plans.put(name, plan(name, axis)));
    return plans;
  }

  private void addAxis(WeightOperand weights, boolean perChannel) {
    QuantParams own = loaded.weights().get(weights.constant());
    boolean each = own == null ? perChannel : !own.isPerTensor();
    int wanted = each ? weights.axis() : QuantParams.PER_TENSOR;
    axes.merge(
        weights.constant(),
        wanted,
        (first, second) -> first.equals(second) ? first : (Integer) QuantParams.PER_TENSOR);
  }

  /** The model's own parameters of a constant, if they have the axis that is wanted. */
  private Optional<QuantParams> loaded(String name, int axis) {
    return Optional.ofNullable(loaded.weights().get(name)).filter(own -> own.axis() == axis);
  }

  private void addScales(String name, int axis) {
    Optional<QuantParams> own = loaded(name, axis);
    if (own.isPresent()) {
      scales.put(name, own.get().scales());
      return;
    }
    Tensor tensor = graph.constant(name).orElseThrow();
    double[] found =
        magnitudes.computeIfAbsent(
            new Channels(name, axis), channels -> WeightRanges.magnitudes(name, tensor, axis));
    largest.put(name, Arrays.stream(found).max().orElse(0));
    scales.put(
        name,
        isNarrow(name)
            ? NarrowRanges.scales(tensor, axis, found, Objects.requireNonNull(limits.get(name)))
            : WeightRanges.scales(found, dtype(name)));
    long zero = Arrays.stream(found).filter(magnitude -> magnitude == 0).count();
    if (zero > 0) {
      findings.add(
          Finding.info(
              "plan.zero-channels",
              name,
              String.format(
                  Locale.ROOT,
                  "%d of %s hold nothing but zeros; they cost time and add nothing.",
                  zero,
                  Count.of(found.length, "channel"))));
    }
  }

  /** Gives channels of nothing but zeros the steps that their biases count in. */
  private void resolveBiases(List<Group> sums) {
    SequencedMap<String, List<ScaleOfNothing.Sum>> readers = new LinkedHashMap<>();
    for (Group group : sums) {
      TensorPlan input = activations.get(group.head().input(0));
      Optional<WeightOperand> weights = WeightOperand.of(group.head(), graph);
      if (input != null && weights.isPresent() && group.bias().isPresent()) {
        double step = Math.abs(weights.get().factor()) * input.params().scale();
        readers
            .computeIfAbsent(weights.get().constant(), _ -> new ArrayList<>())
            .add(new ScaleOfNothing.Sum(group.bias().get(), step));
      }
    }
    readers.forEach(this::resolveBiases);
  }

  private void resolveBiases(String constant, List<ScaleOfNothing.Sum> sums) {
    int axis = Objects.requireNonNull(axes.get(constant));
    double[] found = magnitudes.get(new Channels(constant, axis));
    if (found == null || loaded(constant, axis).isPresent()) {
      return;
    }
    float[] values = scales(constant);
    for (int channel = 0; channel < values.length; channel++) {
      if (WeightRanges.isNothing(found[channel], dtype(constant))) {
        float known = values[channel];
        values[channel] =
            (float) ScaleOfNothing.ofWeights(sums, channel, values.length).orElse(known);
      }
    }
  }

  private float[] scales(String constant) {
    return Objects.requireNonNull(scales.get(constant), constant);
  }

  private double largest(String constant) {
    Double known = largest.get(constant);
    return known != null
        ? known
        : WeightRanges.magnitudes(
            constant, graph.constant(constant).orElseThrow(), QuantParams.PER_TENSOR)[0];
  }

  private TensorPlan plan(String name, int axis) {
    float[] values = scales(name);
    float magnitude = (float) largest(name);
    QuantParams params =
        axis == QuantParams.PER_TENSOR
            ? QuantParams.perTensor(dtype(name), values[0], 0)
            : QuantParams.perChannel(dtype(name), values, axis);
    Source source =
        loaded(name, axis).isPresent()
            ? new Source.Loaded()
            : new Source.Calibrated(isNarrow(name) ? "mse" : "max");
    return new TensorPlan(name, params, source, -magnitude, magnitude);
  }

  private DType dtype(String name) {
    return structure.weightType(name);
  }

  private boolean isNarrow(String name) {
    return Objects.requireNonNull(limits.get(name)) < DType.INT8.maximum();
  }

  /**
   * Makes room for the bias: {@code |b / (factor · s_x · s_w)|} stays within half of what the
   * widest accumulator can hold; the products take less than as much again. An infinite bias has no
   * room anywhere.
   */
  private void widen(Group group, WeightOperand weights) {
    TensorPlan input = activations.get(group.head().input(0));
    if (input == null) {
      return;
    }
    Optional<BiasOperand> bias = group.bias();
    Accumulator accumulator = structure.widestAccumulator(group);
    double largest = (accumulator.limit() + 1) / 2;
    float[] values = scales(weights.constant());
    int widened = 0;
    for (int channel = 0; bias.isPresent() && channel < bias.get().channels(); channel++) {
      int index = channel % values.length;
      double needed =
          Math.abs(bias.get().number(channel))
              / (weights.factor() * input.params().scale() * largest);
      if (needed > values[index] && needed < Float.MAX_VALUE) {
        values[index] = Math.nextUp((float) needed);
        widened++;
      }
    }
    if (widened > 0) {
      findings.add(
          Finding.info(
              "plan.widened-weights",
              weights.constant(),
              String.format(
                  Locale.ROOT,
                  "The scales of %d output channels of '%s' are widened so that the bias fits %d"
                      + " bits.",
                  widened,
                  group.head().name(),
                  accumulator.dtype().bytes() * Byte.SIZE)));
    }
  }
}
