package io.plumbline.tensor;

/** Calibration, evaluation or input data is unusable. */
public final class BadDataException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public BadDataException(String code, String where, String message, String remedy) {
    super(code, where, message, remedy);
  }

  public BadDataException(
      String code, String where, String message, String remedy, Throwable cause) {
    super(code, where, message, remedy, cause);
  }

  @Override
  public BadDataException at(String place) {
    return new BadDataException(code(), place, String.valueOf(getMessage()), remedy(), this);
  }
}
