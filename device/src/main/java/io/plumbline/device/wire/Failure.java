package io.plumbline.device.wire;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.UnsupportedException;

/** An error that travels: it arises at the client as what it was at the agent. */
public final class Failure {
  /** Where an error arose that is the agent's own, which does not know how it is reached. */
  public static final String AGENT = "the agent";

  private Failure() {}

  public static Frame frame(PlumblineException e) {
    return new Frame(Kind.FAILED)
        .text(family(e))
        .text(e.code())
        .text(e.where())
        .text(String.valueOf(e.getMessage()))
        .text(e.remedy());
  }

  private static String family(PlumblineException e) {
    return switch (e) {
      case BadModelException _ -> "model";
      case BadDataException _ -> "data";
      case BadConfigurationException _ -> "configuration";
      case UnsupportedException _ -> "unsupported";
      case EnvironmentException _ -> "environment";
      case InternalException _ -> "internal";
    };
  }

  /** The error in a frame {@link Kind#FAILED}. */
  public static PlumblineException of(Received frame) throws WireException {
    String family = frame.text();
    String code = frame.text();
    String where = frame.text();
    String message = frame.text();
    String remedy = frame.text();
    frame.end();
    return switch (family) {
      case "model" -> new BadModelException(code, where, message, remedy);
      case "data" -> new BadDataException(code, where, message, remedy);
      case "configuration" -> new BadConfigurationException(code, where, message, remedy);
      case "unsupported" -> new UnsupportedException(code, where, message, remedy);
      case "internal" -> new InternalException(code, where, message, remedy);
      default -> new EnvironmentException(code, where, message, remedy);
    };
  }
}
