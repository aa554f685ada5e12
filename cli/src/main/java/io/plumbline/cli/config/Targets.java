package io.plumbline.cli.config;

import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
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

  /** Architectures of vendors whose configurations are read here. */
  private static final List<String> VENDORS =
      List.of(
          "bernoulli",
          "bernoulli2",
          "bayes",
          "bayes-e",
          "nash",
          "nash-e",
          "nash-m",
          "nash-b",
          "nash-b-lite",
          "nash-b-plus",
          "nash-p",
          "nash-h",
          "starry-p");

  /**
   * The target for a configuration's {@code march}: a vendor's architecture is compiled for {@link
   * Target#GENERIC}, and a finding says so.
   *
   * @param where file and line of the key
   */
  static Target forMarch(String name, String where, List<Finding> findings) {
    if (!VENDORS.contains(name)) {
      return byName(name, where);
    }
    findings.add(
        Finding.warning(
            "config.vendor-target",
            where,
            "the arithmetic of '%s' is not published; compiled for '%s'"
                .formatted(name, Target.GENERIC.name())));
    return Target.GENERIC;
  }
}
