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

  private Calibrators() {}

  /** Their names, the default first. */
  public static List<String> names() {
    return NAMED.stream().map(Calibrator::method).toList();
  }

  /** The calibrator of a name. */
  public static Optional<Calibrator> named(String name) {
    return NAMED.stream().filter(calibrator -> calibrator.method().equals(name)).findFirst();
  }
}
