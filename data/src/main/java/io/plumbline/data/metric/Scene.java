package io.plumbline.data.metric;

import java.util.List;

/** One picture: what is in it and what a model found, both in the same coordinates. */
public record Scene(List<TrueObject> objects, List<Detection> detections) {
  public Scene {
    objects = List.copyOf(objects);
    detections = List.copyOf(detections);
  }

  /** What concerns one class. */
  Scene of(int category) {
    return new Scene(
        objects.stream().filter(object -> object.category() == category).toList(),
        detections.stream().filter(detection -> detection.category() == category).toList());
  }
}
