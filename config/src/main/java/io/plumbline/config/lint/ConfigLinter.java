package io.plumbline.config.lint;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Statements;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** The list of rules. A rule is a pure function of what the configuration says. */
public final class ConfigLinter {
  private ConfigLinter() {}

  /**
   * What is probably not meant, in the order of inputs and rules.
   *
   * @param shapes of the model's own inputs, by name and in their order; empty when unknown
   */
  public static List<Finding> lint(
      Configuration configuration, SequencedMap<String, Shape> shapes) {
    Statements said = configuration.statements(shapes.size());
    List<Finding> findings = new ArrayList<>();
    for (LintedInput input : LintedInput.of(said, shapes)) {
      findings.addAll(NormalisationRules.of(input));
      findings.addAll(InputTypeRules.of(input));
      findings.addAll(PreprocessRules.of(input));
    }
    findings.addAll(CalibrationRules.of(said));
    return findings.stream().distinct().toList();
  }
}
