package io.plumbline.pipeline.noise;

import io.plumbline.graph.Graph;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.pipeline.noise.NoiseBudget.Joint;
import io.plumbline.pipeline.noise.NoiseBudget.Share;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Source;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Measures a {@link NoiseBudget}. The float network runs from one rounded value to the next on all
 * samples at once; behind each, what is left of it runs again with that value, or with the weights
 * that made it, rounded. A value whose numbers lie on their grid already once all before them are
 * rounded makes no noise of its own: it was moved or picked.
 */
public final class NoiseMeasurement {
  /** How many samples are used at most. */
  public static final int MOST = 32;

  /** What the values of all samples that are alive at once may take. */
  static final long MOST_BYTES = 128L << 20;

  private static final int LEAST = 4;

  private final Graph graph;
  private final QuantPlan plan;
  private final Rounding rounding;
  private final List<Map<String, Tensor>> inputs;
  private final ResultErrors errors;
  private final int threads;
  private final List<PlannedStep> steps = new ArrayList<>();
  private final List<String> unmeasured = new ArrayList<>();

  private NoiseMeasurement(
      Graph graph,
      QuantPlan plan,
      Rounding rounding,
      List<Map<String, Tensor>> inputs,
      ResultErrors errors,
      int threads) {
    SeparateReads separate = SeparateReads.of(graph, plan);
    this.graph = PlannedStep.ordered(separate.graph(), separate.plan());
    this.plan = separate.plan();
    this.rounding = rounding;
    this.inputs = inputs;
    this.errors = errors;
    this.threads = threads;
    Set<Integer> cuts = FloatWalk.cuts(this.graph, errors.names());
    for (PlannedStep step : PlannedStep.all(this.graph, this.plan)) {
      if (cuts.contains(step.end())) {
        steps.add(step);
      } else {
        unmeasured.addAll(step.weights());
        step.rounded().forEach(value -> unmeasured.add(tensor(value)));
      }
    }
  }

  /**
   * A measurement of a quantized model.
   *
   * @param graph the float network
   * @param plan of it, or of the same network with other biases
   * @param rounding of the target
   * @param results values of the network at which noise is measured
   * @param inputs of the network by name, for each sample; no more are used than memory allows
   * @param expected the results of the float network, for each sample
   * @param threads how many samples are worked on at a time
   */
  public static NoiseMeasurement of(
      Graph graph,
      QuantPlan plan,
      Rounding rounding,
      Collection<String> results,
      List<Map<String, Tensor>> inputs,
      List<Map<String, Tensor>> expected,
      int threads) {
    long bytes = FloatWalk.mostBytes(graph, results);
    int count = Math.min(Math.clamp(MOST_BYTES / Math.max(1, bytes), LEAST, MOST), inputs.size());
    return new NoiseMeasurement(
        graph,
        plan,
        rounding,
        inputs.subList(0, count),
        new ResultErrors(results, expected.subList(0, count)),
        threads);
  }

  /** What each rounded value causes alone, the noisiest first, without its channels. */
  public List<Share> activations() {
    Set<String> fresh = new HashSet<>();
    joint(graph, true, fresh);
    return NoiseBudget.sorted(
        shares(
            source ->
                source instanceof NoiseSource.Activation activation
                    && fresh.contains(activation.tensor())));
  }

  /**
   * What some rounded values cause alone.
   *
   * @param tensors their names
   */
  public List<Share> activations(Set<String> tensors) {
    return shares(
        source ->
            source instanceof NoiseSource.Activation activation
                && tensors.contains(activation.tensor()));
  }

  /** What the weights of each node cause alone, without their channels. */
  public List<Share> weights() {
    return shares(NoiseSource.Weights.class::isInstance);
  }

  /**
   * What the weights of each node cause alone where its bias is corrected: the means of channels
   * stay as they are. Without their channels, the noisiest first.
   */
  public List<Share> correctedWeights() {
    List<Share> shares = new ArrayList<>();
    FloatWalk walk = new FloatWalk(graph, errors.names(), inputs, threads);
    for (PlannedStep step : steps) {
      List<Alone> changed = weights(walk, step, NoiseSource.Weights.class::isInstance);
      List<Map<String, Tensor>> exact = exact(walk, step);
      tryAlone(
          walk,
          changed.stream().map(alone -> centred(alone, exact)).toList(),
          (trial, source) -> shares.add(new Share(source, trial.noise(), List.of())));
    }
    return NoiseBudget.sorted(shares);
  }

  private Alone centred(Alone alone, List<Map<String, Tensor>> exact) {
    boolean convolves =
        graph.consumers(alone.source().tensor()).stream()
            .anyMatch(node -> node.op() instanceof Conv || node.op() instanceof ConvTranspose);
    return new Alone(alone.source(), MeanShift.removed(exact, alone.changed(), convolves ? 1 : -1));
  }

  /** All of it. */
  public NoiseBudget budget() {
    Set<String> fresh = new HashSet<>();
    Graph weighted = withWeights(plan.weights().keySet());
    double activations = joint(graph, true, fresh);
    Joint joint = new Joint(activations, joint(weighted, false), joint(weighted, true));
    AddedErrors added = new AddedErrors(errors);
    List<Share> shares = new ArrayList<>();
    visit(
        inputs,
        source -> isRounded(source, fresh),
        (trial, source) -> {
          double noise =
              source instanceof NoiseSource.Weights ? trial.noise(added::add) : trial.noise();
          shares.add(new Share(source, noise, List.of()));
        });
    List<Share> detailed = new ChannelDetail(graph, shares).of(this::visit, inputs);
    return new NoiseBudget(
        detailed.stream()
            .filter(share -> share.source() instanceof NoiseSource.Activation)
            .toList(),
        detailed.stream().filter(share -> share.source() instanceof NoiseSource.Weights).toList(),
        added.noise(),
        joint,
        inputs.size(),
        unmeasured);
  }

  private List<Share> shares(SourceChoice choice) {
    List<Share> shares = new ArrayList<>();
    visit(
        inputs, choice, (trial, source) -> shares.add(new Share(source, trial.noise(), List.of())));
    return shares;
  }

  private static boolean isRounded(NoiseSource source, Set<String> fresh) {
    return switch (source) {
      case NoiseSource.Activation activation -> fresh.contains(activation.tensor());
      case NoiseSource.Weights _ -> true;
    };
  }

  /** The network with some weights as their integers have them. */
  private Graph withWeights(Collection<String> constants) {
    var all = new LinkedHashMap<>(graph.constants());
    for (String constant : constants) {
      all.replace(
          constant, FakeQuantization.of(Objects.requireNonNull(plan.weights().get(constant))));
    }
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        graph.nodes(),
        all,
        graph.types());
  }

  private double joint(Graph numbers, boolean rounds) {
    return joint(numbers, rounds, new HashSet<>());
  }

  /**
   * The noise of many tensors at once.
   *
   * @param numbers the network, with the weights that it is to have
   * @param rounds whether values are rounded
   * @param changed takes the names of values that rounding changed
   */
  private double joint(Graph numbers, boolean rounds, Set<String> changed) {
    FloatWalk walk = new FloatWalk(graph, errors.names(), inputs, threads);
    if (rounds) {
      round(walk, graph.inputs(), changed);
    }
    for (PlannedStep step : steps) {
      try (FloatWalk.Piece piece = walk.piece(numbers, step.end())) {
        walk.advance(piece, walk.run(piece));
      }
      if (rounds) {
        round(walk, step.rounded(), changed);
      }
    }
    try (FloatWalk.Piece rest = walk.piece(numbers, graph.nodes().size())) {
      return new NoiseTrial(walk, rest, errors, List.of()).noise();
    }
  }

  private void round(FloatWalk walk, List<String> values, Set<String> changed) {
    for (String value : values) {
      if (plan.activations().containsKey(value) && walk.isAlive(value)) {
        for (int sample = 0; sample < walk.size(); sample++) {
          Tensor before = walk.value(sample, value);
          Tensor after = rounded(value, before);
          if (!after.sameAs(before)) {
            changed.add(tensor(value));
          }
          walk.replace(sample, value, after);
        }
      }
    }
  }

  private Tensor rounded(String value, Tensor real) {
    return FakeQuantization.of(
        real, Objects.requireNonNull(plan.activations().get(value)).params(), rounding);
  }

  /** The value of the network given that a rounded value stands for. */
  private String tensor(String value) {
    return Objects.requireNonNull(plan.activations().get(value)).tensor();
  }

  /** Walks the float network once and tries sources alone. */
  private void visit(List<Map<String, Tensor>> samples, SourceChoice choice, TrialVisitor visitor) {
    FloatWalk walk = new FloatWalk(graph, errors.names(), samples, threads);
    tryAlone(walk, activations(walk, graph.inputs(), choice), visitor);
    for (PlannedStep step : steps) {
      List<Alone> trials = new ArrayList<>(weights(walk, step, choice));
      exact(walk, step);
      trials.addAll(activations(walk, step.rounded(), choice));
      tryAlone(walk, trials, visitor);
    }
  }

  /** What the weights of a step change, while the walk stands before it. */
  private List<Alone> weights(FloatWalk walk, PlannedStep step, SourceChoice choice) {
    List<Alone> trials = new ArrayList<>();
    for (String constant : step.weights()) {
      NoiseSource source = new NoiseSource.Weights(constant, step.name());
      if (choice.includes(source)) {
        try (FloatWalk.Piece piece = walk.piece(withWeights(List.of(constant)), step.end())) {
          trials.add(new Alone(source, walk.run(piece)));
        }
      }
    }
    return trials;
  }

  /** Goes on behind a step, and tells what it computed of each sample. */
  private List<Map<String, Tensor>> exact(FloatWalk walk, PlannedStep step) {
    try (FloatWalk.Piece piece = walk.piece(graph, step.end())) {
      List<Map<String, Tensor>> computed = walk.run(piece);
      walk.advance(piece, computed);
      return computed;
    }
  }

  /** A source, and the values that it changes, by sample. */
  private record Alone(NoiseSource source, List<Map<String, Tensor>> changed) {}

  private List<Alone> activations(FloatWalk walk, List<String> values, SourceChoice choice) {
    List<Alone> trials = new ArrayList<>();
    for (String value : values) {
      if (plan.activations().containsKey(value) && walk.isAlive(value)) {
        NoiseSource source = new NoiseSource.Activation(tensor(value), root(value));
        if (choice.includes(source)) {
          List<Map<String, Tensor>> changed = new ArrayList<>();
          for (int sample = 0; sample < walk.size(); sample++) {
            changed.add(Map.of(value, rounded(value, walk.value(sample, value))));
          }
          trials.add(new Alone(source, changed));
        }
      }
    }
    return trials;
  }

  private String root(String value) {
    return Objects.requireNonNull(plan.activations().get(value)).source()
            instanceof Source.SharedWith(String other)
        ? other
        : tensor(value);
  }

  private void tryAlone(FloatWalk walk, List<Alone> trials, TrialVisitor visitor) {
    if (trials.isEmpty()) {
      return;
    }
    try (FloatWalk.Piece rest = walk.rest()) {
      for (Alone alone : trials) {
        visitor.visit(new NoiseTrial(walk, rest, errors, alone.changed()), alone.source());
      }
    }
  }

  /** Which sources are tried. */
  interface SourceChoice {
    boolean includes(NoiseSource source);
  }

  /** Told of each source that is tried, while the walk stands behind it. */
  interface TrialVisitor {
    void visit(NoiseTrial trial, NoiseSource source);
  }

  /** One walk through the network. */
  interface Walking {
    void visit(List<Map<String, Tensor>> samples, SourceChoice choice, TrialVisitor visitor);
  }
}
