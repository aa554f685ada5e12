package io.plumbline.tensor;

/** The command line or configuration is wrong. */
public final class BadConfigurationException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public BadConfigurationException(String code, String where, String message, String remedy) {
    super(code, where, message, remedy);
  }

  public BadConfigurationException(
      String code, String where, String message, String remedy, Throwable cause) {
    super(code, where, message, remedy, cause);
  }

  @Override
  public BadConfigurationException at(String place) {
    return new BadConfigurationException(
        code(), place, String.valueOf(getMessage()), remedy(), this);
  }
}
