package io.plumbline.tensor;

/**
 * Something a user should know about that does not stop the work.
 *
 * @param code stable identifier such as {@code node.float-fallback}
 * @param severity how much it matters
 * @param where file, node or tensor
 * @param message what was found, and what to do if anything
 */
public record Finding(String code, Severity severity, String where, String message) {
  /** How much a finding matters. */
  public enum Severity {
    INFO,
    WARNING,
    ERROR
  }

  public static Finding info(String code, String where, String message) {
    return new Finding(code, Severity.INFO, where, message);
  }

  public static Finding warning(String code, String where, String message) {
    return new Finding(code, Severity.WARNING, where, message);
  }
}
