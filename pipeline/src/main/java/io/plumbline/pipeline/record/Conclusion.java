package io.plumbline.pipeline.record;

import io.plumbline.report.run.NextStep;
import io.plumbline.report.run.Verdict;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a compilation comes to, in a few lines: whether it is good, where it is worst and why, and
 * what to type next.
 *
 * @param noisiest layers, the worst first
 */
public record Conclusion(Verdict verdict, List<NoisyLayer> noisiest, List<NextStep> next) {
  private static final int SHOWN = 3;

  public Conclusion {
    noisiest = List.copyOf(noisiest);
    next = List.copyOf(next);
  }

  /** With the files of the compilation in its commands. */
  public static Conclusion of(Compilation compilation) {
    return new Conclusion(
        RunVerdict.of(compilation),
        NoisyLayer.of(compilation).stream().limit(SHOWN).toList(),
        RunVerdict.next(
            compilation,
            compilation.request().folder().toString(),
            artifact ->
                compilation
                    .request()
                    .folder()
                    .resolve(artifact.fileName(compilation.request().prefix()))
                    .toString()));
  }

  /** What people read last. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("verdict: " + verdict.level().words());
    lines.add("  " + verdict.sentence());
    verdict.reasons().forEach(reason -> lines.add("  " + reason));
    if (!noisiest.isEmpty()) {
      lines.add("noisiest layers");
      noisiest.forEach(layer -> lines.add("  " + layer.text()));
    }
    lines.add("next");
    next.forEach(
        step -> {
          lines.add("  " + step.why());
          step.command().ifPresent(command -> lines.add("    " + command));
        });
    return lines;
  }

  /** For machines. */
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("level", verdict.level().name().toLowerCase(Locale.ROOT));
    record.put("sentence", verdict.sentence());
    record.put("reasons", verdict.reasons());
    record.put("noisiest", noisiest.stream().map(Conclusion::record).toList());
    record.put("next", next.stream().map(Conclusion::record).toList());
    return record;
  }

  private static Map<String, Object> record(NoisyLayer layer) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", layer.name());
    if (Double.isFinite(layer.before())) {
      record.put("inputs_db", layer.before());
    }
    record.put("result_db", layer.after());
    record.put("reason", layer.reason());
    return record;
  }

  private static Map<String, Object> record(NextStep step) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("why", step.why());
    step.command().ifPresent(command -> record.put("command", command));
    return record;
  }

  /**
   * Why a compilation is not as true as was asked for.
   *
   * @param least the mean cosine over samples that every output has to have
   * @return a sentence; empty where all have it
   */
  public static Optional<String> falseBelow(Compilation compilation, double least) {
    for (String output : compilation.optimised().outputs()) {
      TensorSimilarity truth = compilation.similarities().get(output);
      if (truth == null || truth.isSingle()) {
        continue;
      }
      if (!(truth.quantizedCosine() >= least)) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "output '%s' has cosine %.6f to the float model's, below %s",
                output,
                truth.quantizedCosine(),
                least));
      }
    }
    boolean measured =
        compilation.optimised().outputs().stream()
            .map(compilation.similarities()::get)
            .anyMatch(truth -> truth != null && !truth.isSingle());
    return measured ? Optional.empty() : Optional.of("no output has a cosine to the float model's");
  }
}
