package io.plumbline.config.dialect;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The targets a configuration may name: those of this list, and those of YAML files. */
public final class Targets {
  private static final List<Target> ALL =
      BuiltInTarget.ALL.stream().map(BuiltInTarget::target).toList();

  /** What the default target was called before there were others. */
  private static final String FORMER_NAME = "generic";

  private static final List<String> ENDINGS = List.of(".yaml", ".yml");

  private Targets() {}

  /** Names for messages. */
  public static List<String> names() {
    return ALL.stream().map(Target::name).toList();
  }

  /**
   * The target of a name, or of a YAML file.
   *
   * @param text a name of {@link #names}, or a path that ends in {@code .yaml} or {@code .yml}
   * @param folder that paths are relative to
   * @param where the option or key that names it
   * @throws BadConfigurationException when there is no such target
   * @throws io.plumbline.tensor.UnsupportedException when programs cannot compute as it does
   */
  public static Target of(String text, Path folder, String where) {
    return of(text, folder, where, List.of());
  }

  /**
   * The same where a vendor's architecture may be named, too.
   *
   * @param architectures for messages; their caller knows what they are compiled for
   */
  public static Target of(String text, Path folder, String where, List<String> architectures) {
    Target target =
        ENDINGS.stream().anyMatch(text::endsWith)
            ? TargetFile.read(folder.resolve(text).normalize())
            : byName(text, where, architectures);
    target.requireSimulated();
    return target;
  }

  /** The target of a mapping in place of a name; errors as in {@link #of(String, Path, String)}. */
  public static Target of(YamlNode.Mapping mapping, String where) {
    Target target = TargetFile.of(mapping, where);
    target.requireSimulated();
    return target;
  }

  /**
   * Whether the name says all about a target, but for the settings of zero points and of scales for
   * each channel that are the same in all its schemes.
   */
  public static boolean isNamed(Target target) {
    boolean asymmetric = target.scheme().asymmetric();
    boolean perChannel = target.scheme().perChannel();
    return ALL.stream()
        .map(known -> known.withAsymmetric(asymmetric).withPerChannelWeights(perChannel))
        .anyMatch(target::equals);
  }

  private static List<String> known() {
    List<String> known = new ArrayList<>(names());
    known.add(FORMER_NAME);
    return known;
  }

  private static Target byName(String name, String where, List<String> architectures) {
    if (name.equals(FORMER_NAME)) {
      return Target.GENERIC;
    }
    return ALL.stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name, where, architectures));
  }

  private static BadConfigurationException unknown(
      String name, String where, List<String> architectures) {
    List<String> known = new ArrayList<>(known());
    known.addAll(architectures);
    String targets =
        "the targets are: %s, and every YAML file of a target"
            .formatted(String.join(", ", names()));
    return new BadConfigurationException(
        "config.unknown-target",
        where,
        "'%s' is %sno target%s"
            .formatted(
                name,
                architectures.isEmpty() ? "" : "no architecture and ",
                NearestSpelling.suggestion(name, known)),
        architectures.isEmpty()
            ? targets
            : "the architectures are: %s; %s".formatted(String.join(", ", architectures), targets));
  }
}
