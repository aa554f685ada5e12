package io.plumbline.pipeline.verification;

import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.Steps;
import io.plumbline.verify.compare.TensorSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pair of models in machine output. Figures are the worst of any sample, means beside them. */
record PairRecord(VerifiedPair pair) {
  Map<String, Object> verdict() {
    Map<String, Object> verdict = new LinkedHashMap<>();
    verdict.put("model", pair.model());
    verdict.put("pass", pair.passes());
    verdict.put("mode", pair.limits().mode().orElseThrow().label());
    verdict.put("limits", pair.limits().text());
    verdict.put("reasons", pair.broken());
    return verdict;
  }

  List<Map<String, Object>> outputs() {
    return pair.outputs().stream().map(this::entry).toList();
  }

  List<Map<String, Object>> nodes() {
    return pair.nodes().stream().map(this::entry).toList();
  }

  private Map<String, Object> entry(TensorSummary tensor) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("model", pair.model());
    entry.put("name", tensor.tensor());
    entry.put("elements", tensor.elements());
    entry.put("mismatches", tensor.strict().mismatches());
    entry.put("line_miss", tensor.strict().missing());
    entry.put("line_diff", tensor.strict().different());
    entry.put("line_nan", tensor.strict().notNumbers());
    entry.put("rate", tensor.strict().rate());
    entry.put("max_abs_diff", tensor.strict().largestDifference());
    entry.put("max_rel_diff", tensor.strict().largestRelative());
    tensor.largestSteps().ifPresent(steps -> entry.put("max_steps", steps));
    tensor.figures().forEach((measure, figure) -> entry.put(key(measure), figure.worst()));
    Map<String, Object> means = new LinkedHashMap<>();
    tensor.figures().forEach((measure, figure) -> means.put(key(measure), figure.mean()));
    entry.put("means", means);
    tensor.figure(Measure.COSINE).ifPresent(figure -> entry.put("worst_sample", figure.sample()));
    tensor.steps().ifPresent(steps -> entry.put("steps", histogram(steps)));
    return entry;
  }

  /** Machine keys have underscores, and decibels say so. */
  private static String key(Measure measure) {
    return measure == Measure.SQNR ? "sqnr_db" : measure.label().replace('-', '_');
  }

  private static Map<String, Object> histogram(Steps steps) {
    Map<String, Object> histogram = new LinkedHashMap<>();
    for (int index = 0; index < steps.counts().size(); index++) {
      histogram.put(Steps.range(index), steps.counts().get(index));
    }
    return histogram;
  }
}
