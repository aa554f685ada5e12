package io.plumbline.pipeline.search;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.request.Search;
import io.plumbline.pipeline.search.Judge.Verdict;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.quantize.calibrate.Calibration;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Ranges;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.QuantParams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Tries ways to find ranges, all from the same statistics. First each candidate for the whole
 * model, with its biases corrected: uncorrected, moved means hide what ranges do. Then, if
 * activations get candidates of their own, one activation after the other in execution order, with
 * the biases of the best model. A later candidate takes the place of an earlier one where the
 * outputs come nearer by more than chance: few samples would rank alike candidates by chance
 * otherwise. What is taken for single activations must win once more as a whole, its biases
 * corrected anew.
 */
public final class CandidateSearch {
  /** Rounding that leaves this cosine is not worth another candidate. */
  private static final double HARMLESS = 0.9999;

  private final Search search;
  private final Graph graph;
  private final Target target;
  private final QuantOptions options;
  private final Statistics statistics;
  private final Optional<Tuner> fitting;
  private final Judge judge;
  private final Progress progress;
  private final Allowed allowed;
  private final List<Trial> trials = new ArrayList<>();
  private final Map<Map<String, QuantParams>, Trial> known = new HashMap<>();

  /** A model as a whole: how its ranges were found, and its biases corrected. */
  private record Tried(Calibration calibration, Quantized quantized, Verdict verdict) {}

  /**
   * @param graph optimised
   * @param statistics that all ranges are found in
   * @param fitting corrects biases; empty where they stay as they are
   * @param judging holds other samples
   * @param judged how many of them there are
   * @throws io.plumbline.tensor.BadConfigurationException when a choice is about no node
   */
  public CandidateSearch(
      Search search,
      Graph graph,
      Target target,
      QuantOptions options,
      Statistics statistics,
      Optional<Tuner> fitting,
      Tuner judging,
      int judged,
      Progress progress) {
    this.search = search;
    this.graph = graph;
    this.target = target;
    this.options = options;
    this.statistics = statistics;
    this.fitting = fitting;
    this.judge = new Judge(judging, search.metric(), judged);
    this.progress = progress;
    this.allowed = new Allowed(search, graph);
  }

  /**
   * Tries all candidates.
   *
   * @param apart whether the judge holds samples that the statistics do not
   * @throws CancellationException when progress asks to stop
   */
  public Searched run(boolean apart) {
    Tried best = models();
    best = layers(best);
    return new Searched(
        search,
        best.calibration(),
        trials,
        statistics.samples(),
        Math.min(judge.most(), judge.tuner().size()),
        apart,
        best.verdict().whole(),
        best.verdict().cosine());
  }

  private Tried models() {
    List<Candidate> candidates = search.candidates();
    Optional<Tried> best = Optional.empty();
    int bestTrial = 0;
    for (Candidate candidate : candidates) {
      Optional<Tried> tried = model(candidate);
      boolean better = tried.isPresent() && isBetter(tried.get(), best);
      if (better) {
        best = tried;
        bestTrial = trials.size() - 1;
      }
      progress.update(trials.size(), candidates.size());
    }
    trials.set(bestTrial, trials.get(bestTrial).taking(true));
    return best.orElseThrow();
  }

  private boolean isBetter(Tried tried, Optional<Tried> best) {
    return best.isEmpty() || judge.isSurelyBetter(tried.verdict(), best.get().verdict());
  }

  /** Tries one candidate for the whole model; empty where its plan was tried already. */
  private Optional<Tried> model(Candidate candidate) {
    requireGoingOn();
    Calibration calibration = allowed.with(candidate);
    QuantPlan plan = plan(graph, calibration);
    Trial same = known.get(params(plan));
    if (same != null) {
      trials.add(same.repeated(candidate));
      return Optional.empty();
    }
    Verdict before = judge.verdict(new Quantized(graph, plan));
    Tried tried = tried(calibration, plan, before);
    Trial trial =
        new Trial(
            Optional.empty(),
            candidate,
            before.whole(),
            fitting.map(_ -> tried.verdict().whole()),
            Optional.empty(),
            false);
    trials.add(trial);
    known.put(params(plan), trial);
    return Optional.of(tried);
  }

  private Tried tried(Calibration calibration, QuantPlan plan, Verdict before) {
    Quantized plain = new Quantized(graph, plan);
    if (fitting.isEmpty()) {
      return new Tried(calibration, plain, before);
    }
    Quantized corrected = fitting.get().corrected(plain).quantized();
    return new Tried(calibration, corrected, judge.verdict(corrected));
  }

  private QuantPlan plan(Graph changed, Calibration calibration) {
    Planner planner = new Planner(changed, target, options.withCalibration(calibration));
    return planner.plan(statistics).plan();
  }

  private static Map<String, QuantParams> params(QuantPlan plan) {
    Map<String, QuantParams> params = new HashMap<>();
    plan.activations().forEach((value, tensor) -> params.put(value, tensor.params()));
    return params;
  }

  /** Gives activations candidates of their own. */
  private Tried layers(Tried whole) {
    Graph corrected = whole.quantized().graph();
    Planner planner = new Planner(corrected, target, options.withCalibration(whole.calibration()));
    Ranges ranges = planner.ranges(statistics);
    QuantPlan plan = planner.plan(ranges).plan();
    Verdict best = judge.verdict(new Quantized(corrected, plan));
    Calibration calibration = whole.calibration();
    List<String> tensors = ranges.tensors();
    for (int i = 0; i < tensors.size(); i++) {
      String tensor = tensors.get(i);
      for (Candidate candidate : candidates(tensor, ranges)) {
        requireGoingOn();
        Ranges next = ranges.with(tensor, candidate);
        QuantPlan changed = planner.plan(next).plan();
        if (!params(changed).equals(params(plan))) {
          Verdict verdict = judge.verdict(new Quantized(corrected, changed));
          boolean better = judge.isSurelyBetter(verdict, best);
          trials.add(ofLayer(tensor, candidate, verdict, better));
          ranges = better ? next : ranges;
          plan = better ? changed : plan;
          best = better ? verdict : best;
          calibration = better ? calibration.with(tensor, candidate) : calibration;
        }
      }
      progress.update(i + 1, tensors.size());
    }
    return calibration.equals(whole.calibration()) ? whole : better(whole, calibration);
  }

  private static Trial ofLayer(String tensor, Candidate candidate, Verdict verdict, boolean taken) {
    return new Trial(
        Optional.of(tensor), candidate, verdict.whole(), Optional.empty(), Optional.empty(), taken);
  }

  private List<Candidate> candidates(String tensor, Ranges ranges) {
    boolean tried =
        allowed.isOwn(tensor)
            && (search.scope() != Search.Scope.SENSITIVE_LAYERS
                || ranges.cosine(tensor) < HARMLESS);
    return tried ? allowed.of(tensor) : List.of();
  }

  private Tried better(Tried whole, Calibration calibration) {
    QuantPlan plan = plan(graph, calibration);
    Tried mixed = tried(calibration, plan, judge.verdict(new Quantized(graph, plan)));
    return judge.isSurelyBetter(mixed.verdict(), whole.verdict()) ? mixed : whole;
  }

  private void requireGoingOn() {
    if (progress.cancelled()) {
      throw new CancellationException("the search over candidates was cancelled");
    }
  }
}
