package io.plumbline.tensor;

/** The model file is damaged, inconsistent or violates its format. */
public final class BadModelException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public BadModelException(String code, String where, String message, String remedy) {
    super(code, where, message, remedy);
  }

  public BadModelException(
      String code, String where, String message, String remedy, Throwable cause) {
    super(code, where, message, remedy, cause);
  }

  @Override
  public BadModelException at(String place) {
    return new BadModelException(code(), place, String.valueOf(getMessage()), remedy(), this);
  }
}
