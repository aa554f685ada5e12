package io.plumbline.tensor;

/** A defect in Plumbline itself. */
public final class InternalException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public InternalException(String code, String where, String message, String remedy) {
    super(code, where, message, remedy);
  }

  public InternalException(
      String code, String where, String message, String remedy, Throwable cause) {
    super(code, where, message, remedy, cause);
  }

  @Override
  public InternalException at(String place) {
    return new InternalException(code(), place, String.valueOf(getMessage()), remedy(), this);
  }
}
