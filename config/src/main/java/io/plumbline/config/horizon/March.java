package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.MODEL;

import io.plumbline.config.dialect.Targets;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.Finding;
import java.util.List;

/** What the key {@code march} may name: our own targets, and the vendor's architectures. */
final class March {
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
    String name = config.text(MODEL, "march").orElse(Target.GENERIC.name());
    if (!VENDORS.contains(name)) {
      return Targets.of(name, config.path("."), where);
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
