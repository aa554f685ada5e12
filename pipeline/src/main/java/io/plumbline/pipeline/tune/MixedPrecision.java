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
import java.util.ArrayList;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the fewest tensors that need 16 bits for a goal, of values and, where the target has wider
 * ones, of weights. What rounding a tensor to 8 bits causes at the results is measured for each
 * alone, values that share their parameters together, of weights what a corrected bias and rounding
 * by least squares leave; noise adds up, so that the noisiest are the ones to hold finer. Sets of
 * the noisiest are tried with their biases corrected anew: of 1, 2, 4, … until the goal is met,
 * then by halving between the last two. Tensors that would exceed a budget, with those that are
 * noisier, are passed over. The weights of a set that misses the goal are rounded by least squares
 * as well, where they are some of the noise and that brings it nearer. Where no set meets the goal,
 * the smallest is taken that comes as near as the best.
 *
 * <p>Sets are judged on samples {@linkplain HeldOut held out}, and an agreement is met where what
 * is expected is one standard error above it: other pictures than these few are what counts. The
 * set that is chosen is made by all samples.
 */
public final class MixedPrecision {
  /** What is less is no gain: one answer of two thousand. */
  private static final double AGREEMENT_STEP = 5e-4;

  /** Half of the last digit that tables show. */
  private static final double COSINE_STEP = 5e-6;

  /** Of less than this share of the noise rounding could win half a decibel at most. */
  private static final double WEIGHTS_COUNT = 0.1;

  private final Tuner tuner;
  private final Goal goal;
  private final Tuned coarse;
  private final List<Mixture.Noise> values;
  private final List<NoiseBudget.Share> weights;
  private final List<Mixture.Noise> noise;

  /** Those of them that fit the budget together, the noisiest first. */
  private final List<Mixture.Noise> affordable;

  private final int held;
  private final TreeMap<Integer, Tried> tried = new TreeMap<>();

  /**
   * A set and how near it comes to samples held out.
   *
   * @param rounds whether its weights are rounded by least squares
   * @param left what that leaves of the noise of the weights of sums, see {@link HeldOut#left}
   */
  private record Tried(Mixture.Step step, boolean rounds, Map<String, Double> left) {}

  private MixedPrecision(Tuner tuner, Goal goal, Tuned coarse) {
    this.tuner = tuner;
    this.goal = goal;
    this.coarse = coarse;
    QuantPlan plan = coarse.quantized().plan();
    this.values = values(tuner, plan);
    this.weights = tuner.weightNoise(plan);
    Tried none = tried(List.of());
    List<Mixture.Noise> all = noise(plan, none.left());
    QuantPlan finest = tuner.plan(members(all)).plan();
    this.noise = all.stream().filter(each -> isRaised(each, finest)).toList();
    this.affordable = affordable();
    this.held = all.size() - noise.size();
    tried.put(0, none);
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

  private List<Mixture.Noise> affordable() {
    if (goal.budget().isEmpty()) {
      return noise;
    }
    List<Mixture.Noise> taken = new ArrayList<>();
    for (Mixture.Noise each : noise) {
      taken.add(each);
      if (cost(tuner.plan(members(taken))) > goal.budget().getAsDouble()) {
        taken.removeLast();
      }
    }
    return List.copyOf(taken);
  }

  private Mixture search() {
    int enough = smallest(goal);
    boolean reached = isMet(enough, goal);
    Tried best = at(reached ? enough : nearest());
    return new Mixture(
        made(best),
        best.step(),
        noise,
        held,
        noise.size() - affordable.size(),
        tried.values().stream().map(Tried::step).toList(),
        tuner.size(),
        reached);
  }

  /** The fewest tensors that meet a goal; all that are affordable where none do. */
  private int smallest(Goal wanted) {
    int failed = 0;
    int count = 0;
    while (!isMet(count, wanted) && count < affordable.size()) {
      failed = count;
      count = Math.min(affordable.size(), Math.max(1, 2 * count));
    }
    int enough = count;
    while (enough - failed > 1) {
      int middle = (enough + failed) / 2;
      if (isMet(middle, wanted)) {
        enough = middle;
      } else {
        failed = middle;
      }
    }
    return enough;
  }

  /** The fewest tensors after which nothing is won towards the goal that counts. */
  private int nearest() {
    int best = best();
    if (!goal.hasTarget()) {
      return best;
    }
    Goal near = near(at(best).step().fidelity());
    int least = smallest(near);
    return isMet(least, near) ? least : best;
  }

  private Goal near(Fidelity reached) {
    Goal near = Goal.NONE;
    if (goal.agreement().isPresent()) {
      double share = agreement(reached) - AGREEMENT_STEP;
      near = near.withAgreement(Math.min(goal.agreement().getAsDouble(), share));
    }
    if (goal.cosine().isPresent()) {
      near = near.withCosine(Math.min(goal.cosine().getAsDouble(), reached.cosine() - COSINE_STEP));
    }
    return near;
  }

  /** The count that comes nearest to the goal; that of the least error where there is none. */
  private int best() {
    return tried.entrySet().stream()
        .min(Comparator.comparingDouble(entry -> distance(entry.getValue().step().fidelity())))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  private double distance(Fidelity fidelity) {
    double missing = 0;
    if (goal.agreement().isPresent()) {
      missing += Math.max(0, goal.agreement().getAsDouble() - agreement(fidelity));
    }
    if (goal.cosine().isPresent()) {
      missing += Math.max(0, goal.cosine().getAsDouble() - fidelity.cosine());
    }
    return goal.hasTarget() ? missing : fidelity.error();
  }

  private boolean isMet(int count, Goal wanted) {
    return isMet(at(count).step().fidelity(), wanted);
  }

  private static boolean isMet(Fidelity fidelity, Goal wanted) {
    return wanted.hasTarget()
        && agreement(fidelity) >= wanted.agreement().orElse(0)
        && fidelity.cosine() >= wanted.cosine().orElse(-1);
  }

  private static double agreement(Fidelity fidelity) {
    return fidelity.expectedAgreement().map(Fidelity.Expected::least).orElse(0.0);
  }

  private Tried at(int count) {
    Tried known = tried.get(count);
    if (known == null) {
      List<Mixture.Noise> fine = affordable.stream().limit(count).toList();
      known = tried(fine);
      tried.put(count, known);
    }
    return known;
  }

  private static List<String> members(List<Mixture.Noise> fine) {
    return fine.stream().flatMap(each -> each.members().stream()).toList();
  }

  private Tried tried(List<Mixture.Noise> set) {
    List<String> fine = members(set);
    double cost = cost(tuner.plan(fine));
    HeldOut corrected = HeldOut.corrected(tuner, fine);
    Fidelity near = corrected.fidelity();
    if (goal.hasTarget() && !isMet(near, goal) && weightsCount(set)) {
      HeldOut rounded = corrected.rounded();
      Fidelity nearer = rounded.fidelity();
      if (nearer.isNearerThan(near)) {
        return new Tried(new Mixture.Step(set, nearer, cost), true, rounded.left());
      }
    }
    return new Tried(new Mixture.Step(set, near, cost), false, Map.of());
  }

  /** Whether weights are enough of the noise that a set leaves for rounding to change it. */
  private boolean weightsCount(List<Mixture.Noise> set) {
    Set<String> raised =
        set.stream().map(Mixture.Noise::value).collect(Collectors.toUnmodifiableSet());
    double ofValues =
        values.stream()
            .filter(each -> !raised.contains(each.value()))
            .mapToDouble(Mixture.Noise::error)
            .sum();
    double ofWeights =
        weights.stream()
            .filter(share -> !raised.contains(share.source().tensor()))
            .mapToDouble(NoiseBudget.Share::noise)
            .sum();
    return ofWeights > WEIGHTS_COUNT * (ofValues + ofWeights);
  }

  /** A set that was tried, made by all samples. */
  private Tuned made(Tried best) {
    List<Mixture.Noise> set = best.step().fine();
    Tuned all = set.isEmpty() ? coarse : tuner.corrected(members(set));
    return best.rounds() ? tuner.rounded(all) : all;
  }

  /** The share of multiply-accumulates that read 16 bits, of values or weights. */
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
    boolean wide =
        IntStream.range(0, node.inputs().size())
            .boxed()
            .flatMap(input -> plan.read(node, input).stream())
            .anyMatch(activation -> activation.params().dtype().bytes() > 1);
    return wide
        || node.inputs().stream()
            .flatMap(constant -> plan.weight(constant).stream())
            .anyMatch(weights -> weights.params().dtype().bytes() > 1);
  }

  /**
   * What each value and each weight tensor causes that has 8 bits, the noisiest first; values with
   * those that share their parameters.
   */
  private List<Mixture.Noise> noise(QuantPlan plan, Map<String, Double> left) {
    return Stream.concat(values.stream(), weights(plan, left).stream())
        .sorted(Comparator.comparingDouble(Mixture.Noise::error).reversed())
        .toList();
  }

  private static List<Mixture.Noise> values(Tuner tuner, QuantPlan plan) {
    SequencedMap<String, Double> noise = new LinkedHashMap<>();
    Map<String, SequencedSet<String>> members = new HashMap<>();
    for (NoiseBudget.Share share : tuner.activationNoise(plan)) {
      if (share.source() instanceof NoiseSource.Activation(String value, String root)
          && isNarrow(value, plan)) {
        noise.merge(root, share.noise(), Double::sum);
        members.computeIfAbsent(root, name -> new LinkedHashSet<>(List.of(name))).add(value);
      }
    }
    return noise.entrySet().stream()
        .map(
            entry ->
                new Mixture.Noise(
                    entry.getKey(),
                    false,
                    List.copyOf(Objects.requireNonNull(members.get(entry.getKey()))),
                    entry.getValue()))
        .toList();
  }

  /** Whether a tensor has 16 bits where all are to have them: wishes come first. */
  private static boolean isRaised(Mixture.Noise noise, QuantPlan finest) {
    return noise.weights()
        ? !hasNarrowWeights(noise.value(), finest)
        : noise.members().stream().anyMatch(member -> !isNarrow(member, finest));
  }

  private static boolean isNarrow(String value, QuantPlan plan) {
    return Optional.ofNullable(plan.quantized().get(value))
        .filter(activation -> activation.params().dtype().bytes() == 1)
        .isPresent();
  }

  /**
   * What it would win to give weights 16 bits, where the target can; several sums may read one
   * constant.
   */
  private List<Mixture.Noise> weights(QuantPlan plan, Map<String, Double> left) {
    SequencedMap<String, Double> noise = new LinkedHashMap<>();
    for (NoiseBudget.Share share :
        tuner.hasWideWeights() ? weights : List.<NoiseBudget.Share>of()) {
      if (share.source() instanceof NoiseSource.Weights(String constant, String node)
          && hasNarrowWeights(constant, plan)) {
        noise.merge(constant, share.noise() * left.getOrDefault(node, 1.0), Double::sum);
      }
    }
    return noise.entrySet().stream()
        .map(
            entry ->
                new Mixture.Noise(entry.getKey(), true, List.of(entry.getKey()), entry.getValue()))
        .toList();
  }

  private static boolean hasNarrowWeights(String constant, QuantPlan plan) {
    return plan.weight(constant)
        .filter(weights -> weights.params().dtype().bytes() == 1)
        .isPresent();
  }
}
