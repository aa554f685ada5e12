package io.plumbline.data.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which detections of one class in one picture are correct by the rules of COCO (the description of
 * its detection evaluation): the 100 surest take part, surest first; each takes the free object it
 * overlaps most; a crowd may be taken by any number and is measured by the share of the detection
 * that lies in it; what took a crowd does not count.
 */
final class CocoMatching {
  private static final int MOST_DETECTIONS = 100;

  private CocoMatching() {}

  static List<Match> of(Scene scene, double threshold) {
    List<Detection> sorted =
        scene.detections().stream()
            .sorted(Comparator.comparingDouble(Detection::score).reversed())
            .limit(MOST_DETECTIONS)
            .toList();
    boolean[] taken = new boolean[scene.objects().size()];
    List<Match> matches = new ArrayList<>();
    for (Detection detection : sorted) {
      int best = best(scene, detection, taken, threshold);
      if (best < 0) {
        matches.add(new Match(detection.score(), false));
      } else if (!scene.objects().get(best).ignored()) {
        taken[best] = true;
        matches.add(new Match(detection.score(), true));
      }
    }
    return matches;
  }

  /** A free object before any crowd; of equal overlaps the later. */
  private static int best(Scene scene, Detection detection, boolean[] taken, double threshold) {
    int best = -1;
    boolean bestIsCrowd = true;
    double highest = threshold;
    for (int i = 0; i < taken.length; i++) {
      TrueObject object = scene.objects().get(i);
      double overlap = overlap(detection, object);
      if (taken[i] || overlap < threshold || (object.ignored() && best >= 0 && !bestIsCrowd)) {
        continue;
      }
      boolean preferred = bestIsCrowd && !object.ignored();
      if (preferred || overlap >= highest) {
        best = i;
        bestIsCrowd = object.ignored();
        highest = overlap;
      }
    }
    return best;
  }

  private static double overlap(Detection detection, TrueObject object) {
    if (!object.ignored()) {
      return detection.box().overlap(object.box());
    }
    double area = detection.box().area();
    return area > 0 ? detection.box().intersection(object.box()) / area : 0;
  }
}
