package io.plumbline.data.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Average precision of a detector.
 *
 * @param mean over the classes that have objects, by the rule asked for, 0…1; 0 when none has
 * @param figures what else the rule reports, by name
 * @param classes by class index
 */
public record AveragePrecision(
    double mean, SequencedMap<String, Double> figures, NavigableMap<Integer, Double> classes) {
  private static final int COCO_THRESHOLDS = 10;
  private static final int COCO_RECALLS = 101;
  private static final int VOC07_RECALLS = 11;

  /**
   * Scores all pictures of a set.
   *
   * @param scenes in the order of the set, which decides between equal scores
   */
  public static AveragePrecision of(DetectionRule rule, List<Scene> scenes) {
    NavigableMap<Integer, List<Scene>> byClass = byClass(scenes);
    SequencedMap<String, Double> figures = new LinkedHashMap<>();
    NavigableMap<Integer, Double> classes =
        switch (rule) {
          case COCO -> {
            figures.put("ap50", mean(each(byClass, all -> coco(all, 0, objects(all)))));
            figures.put("ap75", mean(each(byClass, all -> coco(all, 5, objects(all)))));
            yield each(byClass, AveragePrecision::coco);
          }
          case VOC07 -> each(byClass, all -> voc(all).interpolated(VOC07_RECALLS));
          case VOC -> each(byClass, all -> voc(all).area());
        };
    return new AveragePrecision(mean(classes), figures, classes);
  }

  /**
   * Precision by COCO's overlaps with the detections of all classes in one order, 0…1: a class
   * counts by its objects, which is steadier than a mean over classes of few objects each. A
   * detection takes an object of its class only.
   *
   * @param scenes in the order of the set
   * @return 0 when there is no object
   */
  public static double together(List<Scene> scenes) {
    int objects = objects(scenes);
    List<Scene> parts = scenes.stream().flatMap(scene -> scene.byClass().stream()).toList();
    return objects == 0 ? 0 : coco(parts, objects);
  }

  private static double coco(List<Scene> scenes) {
    return coco(scenes, objects(scenes));
  }

  private static double coco(List<Scene> scenes, int objects) {
    double sum = 0;
    for (int step = 0; step < COCO_THRESHOLDS; step++) {
      sum += coco(scenes, step, objects);
    }
    return sum / COCO_THRESHOLDS;
  }

  /** The threshold is 0.50 + 0.05·step. */
  private static double coco(List<Scene> scenes, int step, int objects) {
    double threshold = (50 + 5 * step) / 100.0;
    return PrecisionCurve.of(
            scenes.stream().flatMap(scene -> CocoMatching.of(scene, threshold).stream()).toList(),
            objects)
        .interpolated(COCO_RECALLS);
  }

  private static PrecisionCurve voc(List<Scene> scenes) {
    return PrecisionCurve.of(
        scenes.stream().flatMap(scene -> VocMatching.of(scene).stream()).toList(), objects(scenes));
  }

  /** Only classes with at least one object that counts. */
  private static NavigableMap<Integer, List<Scene>> byClass(List<Scene> scenes) {
    NavigableMap<Integer, List<Scene>> byClass = new TreeMap<>();
    scenes.stream()
        .flatMap(scene -> scene.objects().stream())
        .filter(object -> !object.ignored())
        .map(TrueObject::category)
        .distinct()
        .forEach(
            category ->
                byClass.put(category, scenes.stream().map(scene -> scene.of(category)).toList()));
    return byClass;
  }

  private static int objects(List<Scene> scenes) {
    return (int)
        scenes.stream()
            .flatMap(scene -> scene.objects().stream())
            .filter(object -> !object.ignored())
            .count();
  }

  private static NavigableMap<Integer, Double> each(
      NavigableMap<Integer, List<Scene>> byClass, Function<List<Scene>, Double> score) {
    NavigableMap<Integer, Double> scores = new TreeMap<>();
    byClass.forEach((category, scenes) -> scores.put(category, score.apply(scenes)));
    return scores;
  }

  private static double mean(NavigableMap<Integer, Double> scores) {
    return scores.values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
