package io.plumbline.data.metric;

import java.util.List;
import java.util.stream.Stream;

/** One picture: what is in it and what a model found, both in the same coordinates. */
public record Scene(List<TrueObject> objects, List<Detection> detections) {
  public Scene {
    objects = List.copyOf(objects);
    detections = List.copyOf(detections);
  }

  /** One scene for each class that is in it or was found, by class index. */
  List<Scene> byClass() {
    return Stream.concat(
            objects.stream().map(TrueObject::category),
            detections.stream().map(Detection::category))
        .distinct()
        .sorted()
        .map(this::of)
        .toList();
  }

  /** What concerns one class. */
  Scene of(int category) {
    return new Scene(
        objects.stream().filter(object -> object.category() == category).toList(),
        detections.stream().filter(detection -> detection.category() == category).toList());
  }
}
