package io.plumbline.pipeline.search;

import io.plumbline.pipeline.request.Search;
import io.plumbline.quantize.calibrate.Calibration;
import java.util.List;

/**
 * What a search found.
 *
 * @param asked what it was asked for
 * @param calibration the best of all
 * @param trials in their order
 * @param fitted samples that ranges were found on
 * @param judged samples that candidates were judged by
 * @param apart whether no sample was used for both
 * @param score of the best, by the metric asked for
 * @param cosine of the outputs of the best
 */
public record Searched(
    Search asked,
    Calibration calibration,
    List<Trial> trials,
    long fitted,
    int judged,
    boolean apart,
    double score,
    double cosine) {
  public Searched {
    trials = List.copyOf(trials);
  }
}
