package io.plumbline.pipeline.stage;

import io.plumbline.graph.Graph;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.request.Search;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.pipeline.search.CandidateSearch;
import io.plumbline.pipeline.search.Searched;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.observe.Partition;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.Finding;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** The best way to find ranges among those that a request names. */
public final class SearchStage {
  /** Of so many samples one judges, and the others are fitted to. */
  private static final int ONE_JUDGES = 4;

  private static final int MOST_JUDGING = 32;
  private static final int MOST_CORRECTING = 48;

  private SearchStage() {}

  /** Whether candidates are compared: samples must mean something. */
  public static boolean applies(CompileRequest request, LoadedScales scales) {
    return request.search().isPresent()
        && scales.isEmpty()
        && !(request.calibration() instanceof RandomData);
  }

  /**
   * What was asked for and is not done.
   *
   * @param scales that the model brings
   */
  public static Optional<Finding> refused(CompileRequest request, LoadedScales scales) {
    if (request.search().isEmpty() || applies(request, scales)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
            "search.ignored",
            "calibration_type",
            "No candidates are compared, '%s' finds the ranges: %s."
                .formatted(
                    request.options().calibration().base().method(),
                    scales.isEmpty()
                        ? "random samples say nothing of accuracy"
                        : "the model brings scales of its own, which are kept")));
  }

  /**
   * How samples are divided: those that judge are not among those that ranges are found on, where
   * there are enough.
   */
  public static Partition partition(SampleSource samples) {
    return samples.size() < 2
        ? Partition.WHOLE
        : new Partition(samples.size() < ONE_JUDGES ? 2 : ONE_JUDGES);
  }

  /**
   * Compares candidates.
   *
   * @param parts statistics of the parts of {@link #partition}
   * @param real engine of the float graph
   * @throws CancellationException when progress asks to stop
   */
  public static Searched of(
      CompileRequest request,
      Graph graph,
      List<Statistics> parts,
      Engine real,
      SampleSource samples,
      Progress progress) {
    Search search = request.search().orElseThrow();
    Partition partition = partition(samples);
    boolean apart = parts.stream().filter(part -> part.samples() > 0).count() == 2;
    Statistics fitted =
        apart ? parts.getFirst() : parts.stream().reduce(Statistics::merge).orElseThrow();
    SampleSource fitting = apart ? partition.of(samples, 0) : samples;
    SampleSource judging = apart ? partition.of(samples, 1) : samples;
    QuantOptions options = request.options();
    Quantized first =
        new Quantized(graph, new Planner(graph, request.target(), options).plan(fitted).plan());
    Optional<Tuner> correcting =
        request.effort() == Effort.FAST
            ? Optional.empty()
            : Optional.of(open(request, first, fitted, real, fitting.spread(MOST_CORRECTING)));
    Tuner judge = open(request, first, fitted, real, judging.spread(MOST_JUDGING));
    return new CandidateSearch(
            search,
            graph,
            request.target(),
            options,
            fitted,
            correcting,
            judge,
            MOST_JUDGING,
            progress)
        .run(apart);
  }

  private static Tuner open(
      CompileRequest request,
      Quantized quantized,
      Statistics statistics,
      Engine real,
      SampleSource samples) {
    return Tuner.open(
        quantized,
        request.target(),
        request.options(),
        statistics,
        real,
        samples,
        request.threads());
  }
}
