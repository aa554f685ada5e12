package io.plumbline.tensor;

/** The model or request is legal but beyond what Plumbline can do. */
public final class UnsupportedException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public UnsupportedException(String code, String where, String message, String remedy) {
    super(code, where, message, remedy);
  }

  public UnsupportedException(
      String code, String where, String message, String remedy, Throwable cause) {
    super(code, where, message, remedy, cause);
  }

  @Override
  public UnsupportedException at(String place) {
    return new UnsupportedException(code(), place, String.valueOf(getMessage()), remedy(), this);
  }
}
