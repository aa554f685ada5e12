package io.plumbline.device.wire;

import java.io.IOException;

/** What came over the line is not what the protocol says; the connection is of no use any more. */
public sealed class WireException extends IOException permits TlsRecordException {
  private static final long serialVersionUID = 1L;

  public WireException(String message) {
    super(message);
  }
}
