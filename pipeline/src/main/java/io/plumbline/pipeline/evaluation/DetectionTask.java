package io.plumbline.pipeline.evaluation;

import io.plumbline.data.metric.DetectionRule;
import io.plumbline.data.metric.decode.DetectionDecoder;
import java.util.List;

/**
 * How detectors are scored.
 *
 * @param leastScore detections below it are left out
 * @param overlap detections that overlap a surer one of their class by more are left out; 1 keeps
 *     all
 * @param classNames names by class index; empty for those of the annotations
 */
public record DetectionTask(
    DetectionDecoder decoder,
    DetectionRule rule,
    double leastScore,
    double overlap,
    List<String> classNames) {
  public DetectionTask {
    classNames = List.copyOf(classNames);
  }

  /** With the thresholds that are usual for the network. */
  public static DetectionTask of(DetectionDecoder decoder, DetectionRule rule) {
    return new DetectionTask(
        decoder, rule, decoder.defaultScore(), decoder.defaultOverlap(), List.of());
  }
}
