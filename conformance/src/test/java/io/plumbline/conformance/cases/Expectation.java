package io.plumbline.conformance.cases;

import java.util.Locale;

/** What is right for a case. A case may have several. */
sealed interface Expectation {
  /** Compiles; the cosine of every output of the program with the right one is at least this. */
  record Cosine(double least) implements Expectation {}

  /** Compiles; no element of the program's outputs is further than this from the right one. */
  record Within(double most) implements Expectation {}

  /** Compiles; no element of the program's outputs is below this. */
  record NotBelow(double least) implements Expectation {}

  /** The cosine that compile reports for every output is at least this. */
  record Reported(double least) implements Expectation {}

  /** The cosine of the optimised float model's outputs with the right ones is at least this. */
  record Optimised(double least) implements Expectation {}

  /** {@code infer} of the calibrated model is the literal meaning of that file, within this. */
  record CalibratedLiteral(double most) implements Expectation {}

  /** {@code infer} of the given model is right within this. */
  record GivenLiteral(double most) implements Expectation {}

  /**
   * The program's outputs have the right extents and elements, or compile refuses (status 3).
   *
   * @param chosen whether they are rows chosen by scores, of which nearly equal ones may change
   *     places; then the outputs are held to a cosine
   */
  record ExtentsOrRefused(boolean chosen) implements Expectation {}

  /** Compile refuses with status 3 and words that contain this. */
  record Refused(String text) implements Expectation {}

  /** Compile warns of, or refuses with status 3, something that is named by this. */
  record Named(String text) implements Expectation {}

  /** Neither {@code compile} nor {@code check} says this. */
  record Unsaid(String text) implements Expectation {}

  /** {@code check} leaves at most this many nodes in float. */
  record FloatNodes(int most) implements Expectation {}

  /** Each output is dumped into a file of its own. */
  record OwnDumps() implements Expectation {}

  /** No line on the terminal is longer than this many characters. */
  record ShortLines(int most) implements Expectation {}

  /** A model of more than 2 GiB is checked, or refused (status 3 or 4) with the limit named. */
  record BeyondLimit() implements Expectation {}

  /** From the second and third cell of a line in {@code expectations.tsv}. */
  static Expectation parse(String kind, String argument) {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "cosine" -> new Cosine(Double.parseDouble(argument));
      case "within" -> new Within(Double.parseDouble(argument));
      case "not-below" -> new NotBelow(Double.parseDouble(argument));
      case "reported" -> new Reported(Double.parseDouble(argument));
      case "optimised" -> new Optimised(Double.parseDouble(argument));
      case "calibrated-literal" -> new CalibratedLiteral(Double.parseDouble(argument));
      case "given-literal" -> new GivenLiteral(Double.parseDouble(argument));
      case "extents-or-refused" -> new ExtentsOrRefused(argument.equals("chosen"));
      case "refused" -> new Refused(argument);
      case "named" -> new Named(argument);
      case "unsaid" -> new Unsaid(argument);
      case "float-nodes" -> new FloatNodes(Integer.parseInt(argument));
      case "own-dumps" -> new OwnDumps();
      case "short-lines" -> new ShortLines(Integer.parseInt(argument));
      case "beyond-limit" -> new BeyondLimit();
      default -> throw new IllegalArgumentException("no expectation is called " + kind);
    };
  }
}
