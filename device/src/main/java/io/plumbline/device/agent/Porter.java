package io.plumbline.device.agent;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Lets connections in until its door is closed. Where nobody can be let in, as when all files of
 * the process are open, it waits before it tries again: longer each time, a second at most.
 */
final class Porter implements Runnable {
  private static final Duration FIRST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final ServerSocket door;
  private final Consumer<Socket> guests;
  private final Pause pause;

  /**
   * @param guests takes each connection, and does not wait
   */
  Porter(ServerSocket door, Consumer<Socket> guests, Pause pause) {
    this.door = door;
    this.guests = guests;
    this.pause = pause;
  }

  /** How to wait. */
  @FunctionalInterface
  interface Pause {
    void last(Duration time) throws InterruptedException;
  }

  @Override
  public void run() {
    Duration wait = FIRST;
    while (!door.isClosed()) {
      try {
        guests.accept(door.accept());
        wait = FIRST;
      } catch (IOException _) {
        if (!door.isClosed() && !waited(wait)) {
          return;
        }
        wait = wait.multipliedBy(2).compareTo(LONGEST) < 0 ? wait.multipliedBy(2) : LONGEST;
      }
    }
  }

  private boolean waited(Duration time) {
    try {
      pause.last(time);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
