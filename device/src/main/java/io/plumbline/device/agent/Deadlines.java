package io.plumbline.device.agent;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections whose time is over. A time-out of the socket would begin anew with every byte,
 * and hold for reading alone.
 */
final class Deadlines implements Closeable {
  private static final long EVERY = 50;

  private final Map<Socket, Long> deadlines = new ConcurrentHashMap<>();
  private final Timer clock = new Timer("plumbline-agent-clock", true);

  Deadlines() {
    clock.schedule(
        new TimerTask() {
          @Override
          public void run() {
            sweep();
          }
        },
        EVERY,
        EVERY);
  }

  /** Gives a connection so much time from now, in place of what it had. */
  void within(Socket socket, Duration time) {
    deadlines.put(socket, System.nanoTime() + time.toNanos());
  }

  void forget(Socket socket) {
    deadlines.remove(socket);
  }

  private void sweep() {
    long now = System.nanoTime();
    deadlines.forEach(
        (socket, deadline) -> {
          if (now - deadline > 0) {
            close(socket);
          }
        });
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Nobody is left who could be told.
    }
  }

  @Override
  public void close() {
    clock.cancel();
    deadlines.keySet().forEach(Deadlines::close);
  }
}
