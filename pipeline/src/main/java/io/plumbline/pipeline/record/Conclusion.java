package io.plumbline.pipeline.record;

import io.plumbline.report.run.NextStep;
import io.plumbline.report.run.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a compilation comes to, in a few lines: whether it is good, where it is worst and why, and
 * what to type next.
 *
 * @param noisiest layers that add most noise to that of their inputs, the worst first
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
      lines.add("layers that add most noise to what they read");
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
}
