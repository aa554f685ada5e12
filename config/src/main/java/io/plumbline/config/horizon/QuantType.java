package io.plumbline.config.horizon;

import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A quantization type that a configuration may ask for, and what becomes of it. */
final class QuantType {
  static final List<String> ALL =
      List.of(
          "int8",
          "int16",
          "w16a16",
          "w16a8",
          "w7a8",
          "w6a8",
          "w4a8",
          "float16",
          "float32",
          "int32",
          "int4",
          "mxint16",
          "mxint8",
          "mxint4",
          "mxfp8",
          "mxfp4",
          "nvfp4",
          "dual-int16",
          "int16-ec");

  /** Types of 16 bits that are {@code int16} where a target has no scheme for them. */
  private static final List<String> SIXTEEN_BITS =
      List.of("w16a16", "mxint16", "dual-int16", "int16-ec");

  /** What other tools call some of the types. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of("fp32", "float32", "fp16", "float16", "half", "float16");

  private static final String FLOAT = "float";
  private static final String INT16 = "int16";
  private static final String INT32 = "int32";

  private QuantType() {}

  /** The type that a name means: {@code float} is a word for {@code float32}. */
  static String named(String name) {
    return name.equals(FLOAT) ? Scheme.FLOAT32.name() : name;
  }

  /** What is wrong with a name; empty when {@link #named} has a type for it. */
  static Optional<String> problem(String name) {
    return ALL.contains(named(name))
        ? Optional.empty()
        : Optional.of(
            String.join(" | ", ALL)
                + NearestSpelling.suggestion(OTHER_NAMES.getOrDefault(name, name), ALL));
  }

  /** Whether what has this type runs in float32: no scheme of a target has 32 bits. */
  static boolean isFloat(String name) {
    return name.startsWith("float") || name.equals(INT32);
  }

  /** The type that loses least of several. */
  static String widest(List<String> names) {
    return names.stream().max(Comparator.comparingInt(QuantType::width)).orElseThrow();
  }

  /** Twice the bits of activations, and one more for weights of 16. */
  private static int width(String name) {
    if (isFloat(name)) {
      return 64;
    }
    int weights = name.startsWith("w16") ? 1 : 0;
    return weights + (name.equals(INT16) || SIXTEEN_BITS.contains(name) ? 32 : 16);
  }

  /** The scheme that is used for a type; empty for the one that is used without being asked. */
  static Optional<Scheme> scheme(String name, Target target) {
    if (isFloat(name)) {
      return Optional.of(Scheme.FLOAT32);
    }
    return SIXTEEN_BITS.contains(name)
        ? target.scheme(name).or(() -> target.scheme(INT16))
        : target.scheme(name);
  }

  /**
   * What a user should know about a type.
   *
   * @param subject what is to have it, such as {@code node 'conv1'}
   */
  static Optional<Finding> finding(String name, Target target, String where, String subject) {
    if (name.equals("float16")) {
      return Optional.of(
          Finding.info("config.float16", where, subject + ": float16 is computed in float32 here"));
    }
    if (name.equals(INT32)) {
      return Optional.of(
          Finding.info("config.int32", where, subject + ": int32 is computed in float32 here"));
    }
    return target.scheme(name).isPresent()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                "config.not-available",
                where,
                "%s: %s is not available for the target '%s', %s is used; float32 is the way to more precision"
                    .formatted(
                        subject,
                        name,
                        target.name(),
                        scheme(name, target).orElse(target.scheme()).name())));
  }
}
