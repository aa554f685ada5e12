package io.plumbline.pipeline.tune;

import io.plumbline.codegen.cost.MultiplyAccumulates;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.pipeline.noise.NoiseBudget;
import io.plumbline.pipeline.noise.NoiseSource;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.tensor.BadConfigurationException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Finds the fewest values that need 16 bits for a goal. What rounding a value to 8 bits causes at
 * the results is measured for each alone, values that share their parameters together; noise adds
 * up, so that the noisiest are the ones to hold finer. Sets of the noisiest are tried with their
 * biases corrected anew: of 1, 2, 4, … values until the goal is met, then by halving between the
 * last two. The weights of a set that misses the goal are rounded by least squares as well: with
 * few values left that are coarse, rounding of weights is most of the noise. Where no set meets the
 * goal, the smallest is taken that comes as near as the best within the budget.
 */
public final class MixedPrecision {
  /** Half of the last digit that tables show: what is less is no gain. */
  private static final double AGREEMENT_STEP = 5e-5;

  private static final double COSINE_STEP = 5e-6;

  private final Tuner tuner;
  private final Goal goal;
  private final List<Mixture.Noise> noise;
  private final TreeMap<Integer, Tried> tried = new TreeMap<>();

  private record Tried(Tuned tuned, Mixture.Step step) {}

  private MixedPrecision(Tuner tuner, Goal goal, Tuned coarse) {
    this.tuner = tuner;
    this.goal = goal;
    this.noise = noise(tuner, coarse.quantized());
    tried.put(0, tried(List.of(), coarse));
  }

  /**
   * Looks for the smallest set.
   *
   * @param coarse the network with no value raised
   * @throws BadConfigurationException when the goal is an agreement, and no output is one vector of
   *     scores
   */
  public static Mixture of(Tuner tuner, Goal goal, Tuned coarse) {
    if (goal.agreement().isPresent()
        && coarse.correction().fidelity().expectedAgreement().isEmpty()) {
      throw new BadConfigurationException(
          "config.no-scores",
          "target_agreement",
          "agreement is that of the highest score, and no output of the model is one vector of"
              + " scores",
          "give target_cosine instead");
    }
    return new MixedPrecision(tuner, goal, coarse).search();
  }

  private Mixture search() {
    int enough = smallest(goal);
    boolean reached = isMet(enough, goal) && !isTooDear(enough);
    Tried best = at(reached ? enough : nearest());
    return new Mixture(
        best.tuned(),
        best.step(),
        noise,
        tried.values().stream().map(Tried::step).toList(),
        tuner.size(),
        reached);
  }

  /** The fewest values that meet a goal, or are too dear; all where none do. */
  private int smallest(Goal wanted) {
    int failed = 0;
    int count = 0;
    while (!isMet(count, wanted) && count < noise.size() && !isTooDear(count)) {
      failed = count;
      count = Math.min(noise.size(), Math.max(1, 2 * count));
    }
    int enough = count;
    while (enough - failed > 1) {
      int middle = (enough + failed) / 2;
      if (isMet(middle, wanted) || isTooDear(middle)) {
        enough = middle;
      } else {
        failed = middle;
      }
    }
    return enough;
  }

  /** The fewest values after which nothing is won towards the goal that tables would show. */
  private int nearest() {
    int best = best();
    if (!goal.hasTarget()) {
      return best;
    }
    Goal near = near(at(best).step().fidelity());
    int least = smallest(near);
    return isMet(least, near) && !isTooDear(least) ? least : best;
  }

  private Goal near(Fidelity reached) {
    Goal near = Goal.NONE;
    if (goal.agreement().isPresent()) {
      double share = reached.expectedAgreement().orElse(0) - AGREEMENT_STEP;
      near = near.withAgreement(Math.min(goal.agreement().getAsDouble(), share));
    }
    if (goal.cosine().isPresent()) {
      near = near.withCosine(Math.min(goal.cosine().getAsDouble(), reached.cosine() - COSINE_STEP));
    }
    return near;
  }

  /** The count with the least error within the budget. */
  private int best() {
    return tried.entrySet().stream()
        .filter(entry -> !isTooDear(entry.getKey()))
        .min(Comparator.comparingDouble(entry -> entry.getValue().step().fidelity().error()))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  private boolean isMet(int count, Goal wanted) {
    return isMet(at(count).step().fidelity(), wanted);
  }

  private static boolean isMet(Fidelity fidelity, Goal wanted) {
    return wanted.hasTarget()
        && fidelity.expectedAgreement().orElse(0) >= wanted.agreement().orElse(0)
        && fidelity.cosine() >= wanted.cosine().orElse(-1);
  }

  private boolean isTooDear(int count) {
    return at(count).step().cost() > goal.budget().orElse(1);
  }

  private Tried at(int count) {
    Tried known = tried.get(count);
    if (known == null) {
      List<Mixture.Noise> fine = noise.stream().limit(count).toList();
      known =
          tried(
              fine.stream().map(Mixture.Noise::value).toList(),
              tuner.corrected(fine.stream().flatMap(each -> each.members().stream()).toList()));
      tried.put(count, known);
    }
    return known;
  }

  private Tried tried(List<String> fine, Tuned tuned) {
    boolean done =
        !goal.hasTarget() || isMet(tuned.fidelity(), goal) || tuned.rounding().isPresent();
    Tuned found = done ? tuned : tuner.rounded(tuned);
    return new Tried(found, step(fine, found));
  }

  private static Mixture.Step step(List<String> fine, Tuned tuned) {
    return new Mixture.Step(fine, tuned.fidelity(), cost(tuned.quantized()));
  }

  /** The share of multiply-accumulates that read 16 bits. */
  private static double cost(Quantized quantized) {
    Graph graph = quantized.graph();
    long all = 0;
    long wide = 0;
    for (NodePlan plan : quantized.plan().nodes()) {
      Node head = graph.node(plan.nodes().getFirst());
      long work = MultiplyAccumulates.of(head, graph);
      all += work;
      wide += readsWide(head, quantized.plan()) ? work : 0;
    }
    return all == 0 ? 0 : (double) wide / all;
  }

  private static boolean readsWide(Node node, QuantPlan plan) {
    return IntStream.range(0, node.inputs().size())
        .boxed()
        .flatMap(input -> plan.read(node, input).stream())
        .anyMatch(activation -> activation.params().dtype().bytes() > 1);
  }

  /** What each value causes that has 8 bits, with those that share its parameters. */
  private static List<Mixture.Noise> noise(Tuner tuner, Quantized coarse) {
    SequencedMap<String, Double> noise = new LinkedHashMap<>();
    Map<String, SequencedSet<String>> members = new HashMap<>();
    for (NoiseBudget.Share share : tuner.activationNoise(coarse.plan())) {
      if (share.source() instanceof NoiseSource.Activation(String value, String root)
          && isNarrow(value, coarse.plan())) {
        noise.merge(root, share.noise(), Double::sum);
        members.computeIfAbsent(root, name -> new LinkedHashSet<>(List.of(name))).add(value);
      }
    }
    return noise.entrySet().stream()
        .map(
            entry ->
                new Mixture.Noise(
                    entry.getKey(),
                    List.copyOf(Objects.requireNonNull(members.get(entry.getKey()))),
                    entry.getValue()))
        .sorted(Comparator.comparingDouble(Mixture.Noise::error).reversed())
        .toList();
  }

  private static boolean isNarrow(String value, QuantPlan plan) {
    return Optional.ofNullable(plan.quantized().get(value))
        .filter(activation -> activation.params().dtype().bytes() == 1)
        .isPresent();
  }
}
