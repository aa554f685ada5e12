package io.plumbline.config.horizon;

import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.util.List;
import java.util.Optional;

/** A quantization type that a configuration may ask for, and what becomes of it. */
final class QuantType {
  static final List<String> ALL =
      List.of(
          "int8",
          "int16",
          "float16",
          "float32",
          "int4",
          "mxint16",
          "mxint8",
          "mxint4",
          "mxfp8",
          "mxfp4",
          "nvfp4",
          "dual-int16",
          "int16-ec");

  private QuantType() {}

  /** What is wrong with a name; empty when it is one. */
  static Optional<String> problem(String name) {
    return ALL.contains(name)
        ? Optional.empty()
        : Optional.of(String.join(" | ", ALL) + NearestSpelling.suggestion(name, ALL));
  }

  /** Whether what has this type runs in float32. */
  static boolean isFloat(String name) {
    return name.startsWith("float");
  }

  /**
   * What a user should know about a type.
   *
   * @param subject what is to have it, such as {@code node 'conv1'}
   */
  static Optional<Finding> finding(String name, String where, String subject) {
    return switch (name) {
      case "int8", "float32" -> Optional.empty();
      case "float16" ->
          Optional.of(
              Finding.info(
                  "config.float16", where, subject + ": float16 is computed in float32 here"));
      default ->
          Optional.of(
              Finding.warning(
                  "config.not-available",
                  where,
                  "%s: %s is not available, int8 is used; float32 is the way to more precision"
                      .formatted(subject, name)));
    };
  }
}
