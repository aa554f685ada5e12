package io.plumbline.quantize.calibrate;

import java.util.List;
import java.util.Optional;

/** The calibrators that can be asked for by a name alone. A new one is a record and a line here. */
public final class Calibrators {
  private static final List<Calibrator> NAMED =
      List.of(
          new Calibrator.Mse(),
          new Calibrator.ReaderMse(),
          new Calibrator.Max(),
          new Calibrator.Kl());

  static final String SYMMETRIC = ",symmetric";
  static final String PERCENTILE = "max-percentile:";

  private Calibrators() {}

  /** All of them, the default first. */
  public static List<Calibrator> all() {
    return NAMED;
  }

  /** Their names, the default first. */
  public static List<String> names() {
    return NAMED.stream().map(Calibrator::method).toList();
  }

  /** The calibrator of a name. */
  public static Optional<Calibrator> named(String name) {
    return NAMED.stream().filter(calibrator -> calibrator.method().equals(name)).findFirst();
  }

  /** The candidate that prints as this word, such as {@code max-percentile:0.99995,symmetric}. */
  public static Optional<Candidate> parse(String word) {
    boolean symmetric = word.endsWith(SYMMETRIC);
    String method = symmetric ? word.substring(0, word.length() - SYMMETRIC.length()) : word;
    return named(method).or(() -> percentile(method)).map(found -> new Candidate(found, symmetric));
  }

  private static Optional<Calibrator> percentile(String method) {
    if (!method.matches(PERCENTILE + "(0\\.\\d+|1(\\.0+)?)")) {
      return Optional.empty();
    }
    double share = Double.parseDouble(method.substring(PERCENTILE.length()));
    return share > 0 ? Optional.of(new Calibrator.MaxPercentile(share)) : Optional.empty();
  }
}
