package io.plumbline.pipeline.record;

import io.plumbline.pipeline.request.Metric;
import io.plumbline.pipeline.request.Search;
import io.plumbline.pipeline.search.Searched;
import io.plumbline.pipeline.search.Trial;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.calibrate.Candidate;
import io.plumbline.quantize.target.Target;
import io.plumbline.report.Cell;
import io.plumbline.report.Json;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is to be said of a search over ways to find ranges. */
public final class SearchReport {
  private final Searched searched;

  public SearchReport(Searched searched) {
    this.searched = searched;
  }

  /**
   * The words in which the winner is announced.
   *
   * @param target that says whether zero points are free at all
   */
  public List<String> selected(Target target) {
    Candidate base = searched.calibration().base();
    List<String> lines = new ArrayList<>();
    lines.add("Select %s method.".formatted(name(base.calibrator())));
    long tried = searched.trials().stream().filter(trial -> trial.tensor().isEmpty()).count();
    if (tried > 1) {
      lines.add(
          String.format(
              Locale.ROOT,
              "Of %d candidates it is the first that none beats by more than chance: %s %.6f on"
                  + " %s.",
              tried,
              searched.asked().metric().label(),
              searched.score(),
              Count.of(searched.judged(), "sample")));
    }
    if (!base.symmetric() && target.scheme().asymmetric()) {
      lines.add("Asymmetric quantization is enabled.");
    }
    if (!searched.calibration().tensors().isEmpty()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s.",
              Count.of(
                  searched.calibration().tensors().size(),
                  "activation has a method of its own",
                  "activations have a method of their own")));
    }
    return lines;
  }

  private static String name(Calibrator calibrator) {
    return calibrator instanceof Calibrator.MaxPercentile(double share)
        ? "max-percentile:percentile=" + share
        : calibrator.method();
  }

  /** What is worth a word. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (!searched.apart()) {
      findings.add(
          Finding.warning(
              "search.same-samples",
              "cal_data_dir",
              "There is one usable sample, which candidates are both fitted to and judged by."
                  + " Give more samples, about 100."));
    }
    searched
        .asked()
        .similarity()
        .ifPresent(
            least -> {
              if (!(searched.cosine() >= least)) {
                findings.add(
                    Finding.warning(
                        "search.similarity-missed",
                        "similarity",
                        String.format(
                            Locale.ROOT,
                            "The candidate that is taken leaves the outputs a cosine of %.5f,"
                                + " below the %s wanted. Keep sensitive nodes in 16 bits"
                                + " (target_cosine).",
                            searched.cosine(),
                            least)));
              }
            });
    return findings;
  }

  /** Every trial, in order. */
  public Section.Table table() {
    Metric metric = searched.asked().metric();
    List<List<Cell>> rows = new ArrayList<>();
    for (Trial trial : searched.trials()) {
      rows.add(
          List.of(
              trial.tensor().map(Cell::of).orElse(Cell.of("all")),
              Cell.of(trial.candidate().method()),
              Cell.real(trial.score(), 6),
              trial.corrected().map(figure -> Cell.real(figure, 6)).orElse(Cell.missing()),
              Cell.of(remark(trial))));
    }
    return new Section.Table(
        String.format(
            Locale.ROOT,
            "Candidates, by %s on %s; taken is the first that none beats by more than chance",
            metric.label(),
            Count.of(searched.judged(), "sample")),
        List.of("Activation", "Method", "Score", "Biases corrected", ""),
        rows);
  }

  private static String remark(Trial trial) {
    return trial.taken() ? "taken" : trial.sameAs().map(same -> "as " + same.method()).orElse("");
  }

  /** All of it for machines. */
  public String json() {
    Search asked = searched.asked();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("scope", asked.scope().name().toLowerCase(Locale.ROOT));
    root.put("metric", asked.metric().label());
    asked.similarity().ifPresent(least -> root.put("similarity", least));
    root.put("samples_fitted", searched.fitted());
    root.put("samples_judged", searched.judged());
    root.put("method", searched.calibration().base().method());
    root.put("score", searched.score());
    root.put("cosine", searched.cosine());
    Map<String, Object> tensors = new LinkedHashMap<>();
    searched
        .calibration()
        .tensors()
        .forEach((tensor, candidate) -> tensors.put(tensor, candidate.method()));
    root.put("activations", tensors);
    root.put("trials", searched.trials().stream().map(SearchReport::record).toList());
    return Json.pretty(root);
  }

  private static Map<String, Object> record(Trial trial) {
    Map<String, Object> map = new LinkedHashMap<>();
    trial.tensor().ifPresent(tensor -> map.put("activation", tensor));
    map.put("method", trial.candidate().method());
    map.put("score", trial.score());
    trial.corrected().ifPresent(score -> map.put("score_biases_corrected", score));
    trial.sameAs().map(Candidate::method).ifPresent(same -> map.put("same_as", same));
    map.put("taken", trial.taken());
    return map;
  }

  /** The report of a compilation that searched. */
  public static Optional<SearchReport> of(Compilation compilation) {
    return compilation.searched().map(SearchReport::new);
  }
}
