package io.plumbline.config.lint;

import io.plumbline.config.horizon.ConfigFile;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** The list of rules. A rule is a pure function of the configuration. */
public final class ConfigLinter {
  private ConfigLinter() {}

  /**
   * What is probably not meant, in the order of inputs and rules.
   *
   * @param shapes of the model's own inputs, by name and in their order; empty when unknown
   */
  public static List<Finding> lint(ConfigFile config, SequencedMap<String, Shape> shapes) {
    List<Finding> findings = new ArrayList<>();
    for (LintedInput input : LintedInput.of(config, shapes)) {
      findings.addAll(NormalisationRules.of(input));
      findings.addAll(InputTypeRules.of(input));
      findings.addAll(PreprocessRules.of(input));
    }
    findings.addAll(CalibrationRules.of(config));
    return findings.stream().distinct().toList();
  }
}
