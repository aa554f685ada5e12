package io.plumbline.config.horizon;

import io.plumbline.config.dialect.ValueRule;
import java.util.List;

/**
 * One key of the YAML dialect. Parsing, template and documentation are all made of {@link
 * ConfigCatalogue}.
 *
 * @param group top-level group it stands in
 * @param support what becomes of it
 * @param rule what it may hold
 * @param fallback its value when absent, as written; empty for none
 * @param explanation what it does, or for keys without effect why it has none
 */
public record ConfigKey(
    String group,
    String name,
    Support support,
    ValueRule rule,
    String fallback,
    String explanation) {
  /** What becomes of a documented key. */
  public enum Support {
    HONOURED,
    /** Accepted, and said to do nothing here. */
    NO_EFFECT
  }

  public static final String MODEL = "model_parameters";
  public static final String INPUT = "input_parameters";
  public static final String CALIBRATION = "calibration_parameters";
  public static final String COMPILER = "compiler_parameters";
  public static final String CUSTOM_OP = "custom_op";

  /** Written into resolved configurations: what the values were made from. */
  public static final String PROVENANCE = "provenance";

  /** The groups, in order. */
  public static final List<String> GROUPS =
      List.of(MODEL, INPUT, CALIBRATION, COMPILER, CUSTOM_OP, PROVENANCE);

  /** {@code group.name}. */
  public String path() {
    return group + "." + name;
  }

  /** Whether the fallback can be written as the value; otherwise it is a remark: "all cores". */
  boolean hasLiteralFallback() {
    return fallback.isEmpty() || (fallback.indexOf(' ') < 0 && rule.problem(fallback).isEmpty());
  }

  /** Whether people write it: provenance is written for them. */
  public boolean isWritten() {
    return !group.equals(PROVENANCE);
  }

  static ConfigKey honoured(
      String group, String name, ValueRule rule, String fallback, String explanation) {
    return new ConfigKey(group, name, Support.HONOURED, rule, fallback, explanation);
  }

  static ConfigKey noEffect(String group, String name, ValueRule rule, String explanation) {
    return new ConfigKey(group, name, Support.NO_EFFECT, rule, "", explanation);
  }

  static ValueRule text(String description) {
    return new ValueRule.Text(description);
  }

  static ValueRule plain(String description) {
    return new ValueRule.Plain(description);
  }

  static ValueRule choice(String... allowed) {
    return new ValueRule.Choice(List.of(allowed));
  }

  static ValueRule choices(List<String> allowed) {
    return new ValueRule.Choices(allowed);
  }

  static ValueRule flag() {
    return new ValueRule.Flag();
  }
}
