package io.plumbline.device.wire;

/** What came is a record of TLS (RFC 8446 §5.1), where frames were expected. */
public final class TlsRecordException extends WireException {
  private static final long serialVersionUID = 1L;

  /** Of the types of its records, from change_cipher_spec to application_data. */
  private static final int FIRST = 20;

  private static final int LAST = 23;

  TlsRecordException() {
    super("a record of TLS came, and no frame");
  }

  /** Whether a connection begins so; no frame does. */
  static boolean begins(int number) {
    return number >= FIRST && number <= LAST;
  }
}
