package io.plumbline.runtime.served;

import java.io.InputStream;
import java.io.OutputStream;

/** A process that serves a module. */
public interface Runner extends AutoCloseable {
  /** Its standard input. */
  OutputStream requests();

  /** Its standard output. */
  InputStream replies();

  /**
   * What is known of its end, for messages: exit status and the last of its standard error, or that
   * it still runs. Called when something is wrong; waits for a moment.
   */
  String lastWords();

  /** Ends it; whoever waits for its streams is told. May be called by any thread, and twice. */
  @Override
  void close();
}
