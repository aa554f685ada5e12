package io.plumbline.config.dialect;

import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.util.List;

/** The targets a configuration may name. */
public final class Targets {
  private static final List<Target> ALL = List.of(Target.GENERIC);

  private Targets() {}

  /** Names for messages. */
  public static List<String> names() {
    return ALL.stream().map(Target::name).toList();
  }

  /**
   * The target of a name.
   *
   * @param where the option or key that names it
   */
  public static Target byName(String name, String where) {
    return ALL.stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "config.unknown-target",
                    where,
                    "'%s' is no target%s"
                        .formatted(name, NearestSpelling.suggestion(name, names())),
                    "the targets are: " + String.join(", ", names())));
  }
}
