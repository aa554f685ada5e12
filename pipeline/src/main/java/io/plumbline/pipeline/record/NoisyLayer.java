package io.plumbline.pipeline.record;

import io.plumbline.graph.Node;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.report.run.TensorFacts;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A layer whose result is much noisier than what it reads.
 *
 * @param name of the layer
 * @param before decibels of signal over noise of its noisiest input; infinite where inputs are
 *     exact
 * @param after the same of its result
 * @param reason what is seen of it at once; {@code plumb debug causes} measures
 */
public record NoisyLayer(String name, double before, double after, String reason) {
  /** Below this share of cut off values another reason is as likely. */
  private static final double MUCH_CLIPPED = 1e-3;

  /** Above this share of a range that is used, its steps are not the reason. */
  private static final double LITTLE_USED = 0.4;

  /**
   * Of a compilation: by the relative squared error that a layer adds to that of its inputs, the
   * largest first. Layers that add none are left out. An input that passes a layer loudly or softly
   * makes this a guess, which is good for where to look first.
   */
  static List<NoisyLayer> of(Compilation compilation) {
    Map<String, Double> noise = new HashMap<>();
    compilation
        .similarities()
        .forEach((tensor, truth) -> noise.put(tensor, energy(truth.signalToNoise())));
    List<Added> layers = new ArrayList<>();
    CompilationReport report = new CompilationReport(compilation);
    for (NodePlan plan : compilation.plan().nodes()) {
      TensorSimilarity truth = compilation.similarities().get(report.outputOf(plan));
      double before = before(compilation, plan, noise);
      if (truth != null && energy(truth.signalToNoise()) > before) {
        layers.add(
            new Added(
                energy(truth.signalToNoise()) - before,
                new NoisyLayer(
                    plan.name(),
                    decibels(before),
                    truth.signalToNoise(),
                    reason(compilation, plan, report.outputOf(plan)))));
      }
    }
    return layers.stream()
        .sorted(Comparator.comparingDouble(Added::noise).reversed())
        .map(Added::layer)
        .toList();
  }

  private record Added(double noise, NoisyLayer layer) {}

  private static double before(Compilation compilation, NodePlan plan, Map<String, Double> noise) {
    return plan.nodes().stream()
        .map(compilation.optimised()::node)
        .map(Node::reads)
        .flatMap(List::stream)
        .mapToDouble(value -> noise.getOrDefault(value, 0.0))
        .reduce(0, Math::max);
  }

  private static String reason(Compilation compilation, NodePlan plan, String output) {
    ObservedTensors observed = new ObservedTensors(compilation.statistics(), compilation.plan());
    Optional<TensorFacts.Observed> seen = observed.of(output);
    Optional<TensorFacts.Integers> held = observed.integers(output);
    double clipped = seen.flatMap(TensorFacts.Observed::clipped).orElse(0.0);
    if (clipped >= MUCH_CLIPPED) {
      return String.format(Locale.ROOT, "%.2f %% of its values are cut off", 100 * clipped);
    }
    if (seen.isPresent() && held.isPresent()) {
      double used =
          (seen.get().maximum() - seen.get().minimum()) / (held.get().high() - held.get().low());
      if (used < LITTLE_USED) {
        return String.format(Locale.ROOT, "its values use %.0f %% of their range", 100 * used);
      }
    }
    return plan.effective() == Precision.FLOAT32
        ? "it makes more of the noise of its inputs"
        : "rounding of weights and values";
  }

  private static double energy(double decibels) {
    return decibels == Double.POSITIVE_INFINITY ? 0 : StrictMath.pow(10, -decibels / 10);
  }

  private static double decibels(double energy) {
    return energy == 0 ? Double.POSITIVE_INFINITY : -10 * StrictMath.log10(energy);
  }

  /** As people read it. */
  public String text() {
    String from =
        Double.isInfinite(before) ? "" : String.format(Locale.ROOT, ", %.1f before it", before);
    return String.format(Locale.ROOT, "%s: %.1f dB%s; %s", name, after, from, reason);
  }
}
