package io.plumbline.pipeline.record;

import io.plumbline.verify.score.ModelScore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a program answers beside the float network.
 *
 * @param samples how many were counted
 * @param labelled whether it is known which answers are right; else the shares of right ones and
 *     the drop mean nothing
 * @param program its scores, the float network being the reference
 */
public record Judged(int samples, boolean labelled, ModelScore program) {
  /** As a sentence. */
  String sentence() {
    String same =
        String.format(
            Locale.ROOT,
            "%.2f %% of %d %s samples get the float model's answer",
            100 * program.agreement(),
            samples,
            labelled ? "labelled" : "calibration");
    return labelled
        ? String.format(
            Locale.ROOT, "%s; top-1 %.2f %%, a drop of %s.", same, 100 * program.top1(), points())
        : same + ".";
  }

  /** The drop with its interval. */
  String points() {
    return String.format(
        Locale.ROOT,
        "%.2f points (95 %%: %.2f to %.2f)",
        100 * program.drop(),
        100 * program.dropInterval().low(),
        100 * program.dropInterval().high());
  }

  /** For machines; shares from 0 to 1. */
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("samples", samples);
    record.put("labelled", labelled);
    record.put("agreement", program.agreement());
    if (labelled) {
      record.put("top1", program.top1());
      record.put("drop", program.drop());
      record.put("drop_ci95", List.of(program.dropInterval().low(), program.dropInterval().high()));
    }
    return record;
  }
}
