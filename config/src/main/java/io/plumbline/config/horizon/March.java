package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.MODEL;

import io.plumbline.config.dialect.Targets;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.List;

/**
 * What the key {@code march} and the option may name: our own targets, and the vendor's
 * architectures.
 */
public final class March {
  private March() {}

  /** Architectures of the vendor. */
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
   * The target for a configuration's {@code march}: one of our own, a YAML file of one, or the
   * mapping that such a file holds. A vendor's architecture is compiled for {@link Target#GENERIC},
   * and a finding says so.
   */
  static Target target(ConfigFile config, List<Finding> findings) {
    String where = config.where(MODEL, "march");
    if (config.node(MODEL, "march").orElse(null) instanceof YamlNode.Mapping mapping) {
      return Targets.of(mapping, config.file().toString());
    }
    return target(
        config.text(MODEL, "march").orElse(Target.GENERIC.name()),
        config.path("."),
        where,
        findings);
  }

  /**
   * The target of a name or a file's path.
   *
   * @param folder that paths are relative to
   * @param where the option or key that names it
   * @param findings gets what a user should know about it
   */
  public static Target target(String name, Path folder, String where, List<Finding> findings) {
    if (!VENDORS.contains(name)) {
      return Targets.of(name, folder, where);
    }
    findings.add(
        Finding.info(
            "config.vendor-target",
            where,
            "the arithmetic of '%s' is not published; compiled for '%s'"
                .formatted(name, Target.GENERIC.name())));
    return Target.GENERIC;
  }
}
