package io.plumbline.tensor;

/** A library, device, compiler, disk or permission is missing. */
public final class EnvironmentException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public EnvironmentException(String code, String where, String message, String remedy) {
    super(code, where, message, remedy);
  }

  public EnvironmentException(
      String code, String where, String message, String remedy, Throwable cause) {
    super(code, where, message, remedy, cause);
  }

  @Override
  public EnvironmentException at(String place) {
    return new EnvironmentException(code(), place, String.valueOf(getMessage()), remedy(), this);
  }
}
