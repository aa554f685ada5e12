package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.MODEL;

import io.plumbline.config.dialect.Targets;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the key {@code march} and the options {@code --target} and {@code --march} may name: our own
 * targets, and vendors' architectures.
 */
public final class March {
  /**
   * Architectures of a vendor, and the target whose arithmetic is nearest to what is documented of
   * them.
   */
  private record Vendor(List<String> names, String nearest) {}

  private static final List<Vendor> VENDORS =
      List.of(
          new Vendor(
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
                  "starry-p",
                  "nash-starry-p"),
              "npu-symmetric-int8"),
          new Vendor(
              List.of(
                  "AX170", "AX615", "AX620", "AX620A", "AX620E", "AX620L", "AX630", "AX630C",
                  "AX637", "AX650", "AX8860", "M57", "M76H", "LAMBERT", "LAGUNA"),
              "npu-uint8"));

  private March() {}

  /**
   * The target for a configuration's {@code march}: one of our own, a YAML file of one, or the
   * mapping that such a file holds. A vendor's architecture is compiled for the nearest of our own,
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
    Optional<Vendor> vendor =
        VENDORS.stream().filter(known -> known.names().contains(name)).findFirst();
    return vendor.isEmpty()
        ? Targets.of(name, folder, where, architectures())
        : nearest(vendor.get(), "'%s'".formatted(name), where, findings);
  }

  /**
   * The target where a configuration names none.
   *
   * @param name of a vendor's architecture, that vendor's default
   * @param where the configuration
   * @param findings gets what a user should know about it
   */
  public static Target usual(String name, String where, List<Finding> findings) {
    Vendor vendor =
        VENDORS.stream().filter(known -> known.names().contains(name)).findFirst().orElseThrow();
    return nearest(vendor, "'%s', the default,".formatted(name), where, findings);
  }

  private static Target nearest(Vendor vendor, String named, String where, List<Finding> findings) {
    findings.add(
        Finding.info(
            "config.vendor-target",
            where,
            "the arithmetic of %s is not published; compiled for '%s', which is nearest"
                .formatted(named, vendor.nearest())));
    return BuiltInTarget.named(vendor.nearest());
  }

  private static List<String> architectures() {
    return VENDORS.stream().flatMap(vendor -> vendor.names().stream()).toList();
  }

  /** The architectures that are compiled for a target of our own. */
  public static List<String> nearestTo(Target target) {
    List<String> names = new ArrayList<>();
    VENDORS.stream()
        .filter(vendor -> vendor.nearest().equals(target.name()))
        .forEach(vendor -> names.addAll(vendor.names()));
    return names;
  }
}
