package io.plumbline.conformance.cases;

/** A case is not as it should be; the message says in what. */
final class Shortfall extends RuntimeException {
  private static final long serialVersionUID = 1;

  Shortfall(String message) {
    super(message);
  }
}
