package io.plumbline.conformance.node;

/** What came of a case. */
sealed interface Verdict {
  record Passed() implements Verdict {}

  /** It has no integer meaning, for this reason. */
  record NotApplicable(String reason) implements Verdict {}

  record Failed(String reason) implements Verdict {}
}
