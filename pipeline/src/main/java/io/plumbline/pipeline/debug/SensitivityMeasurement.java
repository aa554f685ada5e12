package io.plumbline.pipeline.debug;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugNames;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.Trial;
import io.plumbline.pipeline.debug.trial.TrialRuns;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.RealValues;
import io.plumbline.verify.compare.TensorComparison;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Measures {@link Sensitivity}. */
public final class SensitivityMeasurement {
  /** What a quick measurement may cost, in passes of all samples through the network. */
  private static final double QUICK_PASSES = 10;

  /** Passes of a walk: the float results, and the way from cut to cut. */
  private static final double OWN_PASSES = 2;

  private final DebugModel model;
  private final SensitivityRequest request;
  private final Progress progress;

  private SensitivityMeasurement(DebugModel model, SensitivityRequest request, Progress progress) {
    this.model = model;
    this.request = request;
    this.progress = progress;
  }

  /**
   * Rounds in one place after the other.
   *
   * @throws BadConfigurationException when a name is none of the model
   * @throws java.util.concurrent.CancellationException when progress asks to stop
   */
  public static Sensitivity of(
      DebugModel model, DebugSamples samples, SensitivityRequest request, Progress progress) {
    return new SensitivityMeasurement(model, request, progress).measure(samples);
  }

  private Sensitivity measure(DebugSamples all) {
    CalibratedGraph graph = model.graph();
    DebugNames names = new DebugNames(graph);
    List<Trial> trials =
        request.interested().isEmpty()
            ? Trial.alone(graph, request.type())
            : request.interested().stream().map(names::trial).toList();
    List<String> results =
        request.output().map(names::value).map(List::of).orElseGet(() -> outputs(graph.real()));
    progress.stage("sensitivity of " + request.type().label());
    TrialRuns runs = new TrialRuns(graph, results, request.threads(), progress);
    double cost = runs.passes(trials) + OWN_PASSES;
    DebugSamples samples = request.quick() ? quick(all, runs, cost) : all;
    KeptFigures kept = kept(samples, results);
    List<Trial> open = trials.stream().filter(trial -> kept.of(trial).isEmpty()).toList();
    if (!open.isEmpty()) {
      Figures figures = new Figures(open, samples.size(), request.measures(), kept);
      runs.run(open, samples.inputs(), figures);
    }
    List<Sensitivity.Entry> entries = new ArrayList<>();
    for (Trial trial : trials) {
      entries.add(
          new Sensitivity.Entry(trial.name(), trial.rounding(), kept.of(trial).orElseThrow()));
    }
    return new Sensitivity(
        request.type(),
        request.measures(),
        entries,
        samples.size(),
        cost * samples.size() / Math.max(1, all.size()) + (request.quick() ? OWN_PASSES + 1 : 0));
  }

  /**
   * The samples that rounding everywhere does most to: the mean over all samples rests on them, and
   * so does the order of what causes it.
   */
  private DebugSamples quick(DebugSamples all, TrialRuns runs, double cost) {
    double left = QUICK_PASSES - OWN_PASSES - 1;
    int most = Math.clamp((long) (left * all.size() / cost), 1, all.size());
    Measure first = request.measures().getFirst();
    List<Measure> measures = List.of(first);
    double[] harm = new double[all.size()];
    runs.run(
        List.of(new Trial("all", model.graph().calibrations())),
        all.inputs(),
        (_, sample, expected, found) ->
            harm[sample] =
                Objects.requireNonNull(Figures.figures(measures, expected, found).get(first)));
    return all.of(
        IntStream.range(0, all.size())
            .boxed()
            .sorted((one, other) -> Sensitivity.order(first, harm[one], harm[other]))
            .limit(most)
            .sorted()
            .toList());
  }

  private static List<String> outputs(Graph graph) {
    return graph.outputs().stream().filter(name -> graph.producer(name).isPresent()).toList();
  }

  private KeptFigures kept(DebugSamples samples, List<String> results) {
    Sha256 hash = new Sha256();
    hash.add(request.measures().toString());
    hash.add(results.toString());
    model.addTo(hash);
    samples.addTo(hash);
    return new KeptFigures(
        request
            .folder()
            .map(folder -> folder.resolve("figures_of_%s.json".formatted(request.type().label()))),
        hash.hex());
  }

  /** Adds up what trials come to. */
  private static final class Figures implements TrialRuns.Reader {
    private final List<Trial> trials;
    private final Collection<Measure> measures;
    private final KeptFigures kept;
    private final List<List<Map<Measure, Double>>> found = new ArrayList<>();

    Figures(List<Trial> trials, int samples, Collection<Measure> measures, KeptFigures kept) {
      this.trials = trials;
      this.measures = measures;
      this.kept = kept;
      for (int trial = 0; trial < trials.size(); trial++) {
        List<Map<Measure, Double>> ofSamples = new ArrayList<>();
        for (int sample = 0; sample < samples; sample++) {
          ofSamples.add(Map.of());
        }
        found.add(ofSamples);
      }
    }

    @Override
    public void read(
        int trial, int sample, Map<String, Tensor> expected, Map<String, Tensor> actual) {
      found.get(trial).set(sample, figures(measures, expected, actual));
    }

    @Override
    public void finished(List<Integer> done) {
      for (int trial : done) {
        Map<Measure, Double> mean = new EnumMap<>(Measure.class);
        for (Measure measure : measures) {
          mean.put(
              measure,
              found.get(trial).stream()
                  .mapToDouble(sample -> Objects.requireNonNull(sample.get(measure)))
                  .average()
                  .orElse(Double.NaN));
        }
        kept.add(trials.get(trial), mean);
      }
      kept.save();
    }

    /** The means over results; a result of another shape counts as no number. */
    static Map<Measure, Double> figures(
        Collection<Measure> measures, Map<String, Tensor> expected, Map<String, Tensor> actual) {
      Map<Measure, Double> sums = new EnumMap<>(Measure.class);
      for (Map.Entry<String, Tensor> result : expected.entrySet()) {
        Tensor other = Objects.requireNonNull(actual.get(result.getKey()));
        for (Measure measure : measures) {
          sums.merge(measure, figure(measure, result.getValue(), other), Double::sum);
        }
      }
      sums.replaceAll((_, sum) -> sum / expected.size());
      return sums;
    }

    private static double figure(Measure measure, Tensor expected, Tensor actual) {
      return expected.shape().equals(actual.shape())
          ? TensorComparison.of(RealValues.of(expected), RealValues.of(actual), List.of(measure))
              .figure(measure)
          : Double.NaN;
    }
  }
}
