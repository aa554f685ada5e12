package io.plumbline.device.ssh;

import io.plumbline.runtime.served.Runner;
import io.plumbline.runtime.served.Runners;

/**
 * Starts the program around a module on a board.
 *
 * @param connection closed with this
 * @param command of the shell, in whose place the program is put
 */
record BoardRunners(SshConnection connection, String where, String command) implements Runners {
  @Override
  public Runner start() {
    return connection.start("exec " + command);
  }

  @Override
  public void close() {
    connection.close();
  }
}
