package io.plumbline.cli.console;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.UnsupportedException;

/** What the process tells its caller. */
public final class ExitStatus {
  /** Done. */
  public static final int OK = 0;

  /** There are warnings, and {@code --strict} was given. */
  public static final int FAILED = 1;

  /** Wrong usage or configuration. */
  public static final int USAGE = 2;

  /** Bad or unsupported model or data. */
  public static final int INPUT = 3;

  /** A library, device, compiler, disk or permission is missing. */
  public static final int ENVIRONMENT = 4;

  /** A defect in Plumbline. */
  public static final int INTERNAL = 70;

  /**
   * All is done, and the reader of standard output went before its end: what shells say of a
   * program that SIGPIPE ends.
   */
  public static final int UNREAD = 141;

  private ExitStatus() {}

  /** The status that says who must act on an error. */
  public static int of(PlumblineException error) {
    return switch (error) {
      case BadConfigurationException e -> USAGE;
      case BadModelException e -> INPUT;
      case BadDataException e -> INPUT;
      case UnsupportedException e -> INPUT;
      case EnvironmentException e -> ENVIRONMENT;
      case InternalException e -> INTERNAL;
    };
  }
}
