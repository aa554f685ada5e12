package io.plumbline.data.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which detections of one class in one picture are correct by the rules of PASCAL VOC (Everingham
 * et al.: "The PASCAL Visual Object Classes Challenge", section 4.2): each detection, surest first,
 * looks only at the object it overlaps most, which counts when the overlap is at least one half;
 * finding it again is an error; difficult objects are passed over. Coordinates are inclusive pixel
 * indices, so that a box is x2 − x1 + 1 wide.
 */
final class VocMatching {
  private static final double THRESHOLD = 0.5;

  private VocMatching() {}

  static List<Match> of(Scene scene) {
    boolean[] taken = new boolean[scene.objects().size()];
    List<Match> matches = new ArrayList<>();
    scene.detections().stream()
        .sorted(Comparator.comparingDouble(Detection::score).reversed())
        .forEach(
            detection -> {
              int best = nearest(scene, detection);
              if (best < 0) {
                matches.add(new Match(detection.score(), false));
              } else if (!scene.objects().get(best).ignored()) {
                matches.add(new Match(detection.score(), !taken[best]));
                taken[best] = true;
              }
            });
    return matches;
  }

  private static int nearest(Scene scene, Detection detection) {
    int best = -1;
    double highest = THRESHOLD;
    for (int i = 0; i < scene.objects().size(); i++) {
      double overlap =
          detection.box().inclusive().overlap(scene.objects().get(i).box().inclusive());
      if (best < 0 ? overlap >= highest : overlap > highest) {
        best = i;
        highest = overlap;
      }
    }
    return best;
  }
}
