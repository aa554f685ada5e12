package io.plumbline.config.horizon;

import io.plumbline.config.dialect.Targets;
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
   * The target for a configuration's {@code march}: a vendor's architecture is compiled for {@link
   * Target#GENERIC}, and a finding says so.
   *
   * @param where file and line of the key
   */
  static Target target(String name, String where, List<Finding> findings) {
    if (!VENDORS.contains(name)) {
      return Targets.byName(name, where);
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
