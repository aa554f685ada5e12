package io.plumbline.tensor;

/**
 * The root of every error that a user can meet. The subclass says who must act, the code is stable
 * across releases, the message says what is wrong and where, the remedy what to do about it.
 */
public abstract sealed class PlumblineException extends RuntimeException
    permits BadModelException,
        BadDataException,
        BadConfigurationException,
        UnsupportedException,
        EnvironmentException,
        InternalException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String where;
  private final String remedy;

  PlumblineException(String code, String where, String message, String remedy) {
    super(message);
    this.code = code;
    this.where = where;
    this.remedy = remedy;
  }

  PlumblineException(String code, String where, String message, String remedy, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.where = where;
    this.remedy = remedy;
  }

  /** A stable identifier such as {@code model.truncated}. */
  public final String code() {
    return code;
  }

  /** File, node, tensor or configuration key; never empty. */
  public final String where() {
    return where;
  }

  /** The same error at a place that the user knows better, such as the file. */
  public abstract PlumblineException at(String place);

  /** What the user can do. */
  public final String remedy() {
    return remedy;
  }

  /** All that there is to say, in three lines: what stands above a stack trace. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message alone stands in findings and tables
  public final String toString() {
    return "%s: %s [%s]\n  where: %s\n  to do: %s"
        .formatted(getClass().getName(), getMessage(), code, where, remedy);
  }
}
