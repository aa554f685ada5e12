package io.plumbline.benchmarks.accuracy;

import io.plumbline.pipeline.request.Effort;
import io.plumbline.quantize.target.Target;
import java.util.Comparator;
import java.util.List;

/** One model compiled one way. */
public record Trial(Subject subject, Effort effort, Target target) {
  Key key() {
    return new Key(subject.name(), effort.label(), target.name());
  }

  /** What tells trials apart. */
  public record Key(String model, String effort, String target) {
    /** By model as they are listed, then effort, the least first, then target by name. */
    static Comparator<Key> order() {
      List<String> models = Subjects.all().stream().map(Subject::name).toList();
      return Comparator.<Key>comparingInt(key -> models.indexOf(key.model))
          .thenComparing(key -> Effort.labels().indexOf(key.effort))
          .thenComparing(Key::target);
    }
  }
}
