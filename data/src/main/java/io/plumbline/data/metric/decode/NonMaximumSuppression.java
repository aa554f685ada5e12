package io.plumbline.data.metric.decode;

import io.plumbline.data.metric.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Keeps the surest of detections of one class that overlap. */
public final class NonMaximumSuppression {
  private NonMaximumSuppression() {}

  /**
   * Goes through the detections, surest first, and keeps those that overlap no kept one of their
   * class by more than the threshold. Equal scores stay in order.
   *
   * @param threshold intersection over union, 0…1
   */
  public static List<Detection> apply(List<Detection> detections, double threshold) {
    NavigableMap<Integer, List<Detection>> kept = new TreeMap<>();
    List<Detection> all = new ArrayList<>();
    detections.stream()
        .sorted(Comparator.comparingDouble(Detection::score).reversed())
        .forEach(
            detection -> {
              List<Detection> same =
                  kept.computeIfAbsent(detection.category(), _ -> new ArrayList<>());
              if (same.stream().noneMatch(k -> k.box().overlap(detection.box()) > threshold)) {
                same.add(detection);
                all.add(detection);
              }
            });
    return all;
  }
}
