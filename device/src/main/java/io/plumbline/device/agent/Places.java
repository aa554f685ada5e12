package io.plumbline.device.agent;

import java.net.Socket;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Who is connected: so many clients that have proven the token, and as many who have not yet, of
 * whom the oldest makes room for the next. So nobody who says nothing keeps clients out.
 */
final class Places {
  private final int most;
  private final SequencedSet<Socket> strangers = new LinkedHashSet<>();
  private final Set<Socket> clients = new HashSet<>();

  Places(int most) {
    this.most = most;
  }

  /**
   * Lets somebody in.
   *
   * @return who has to go for that
   */
  synchronized Optional<Socket> enter(Socket socket) {
    Optional<Socket> oldest =
        strangers.size() < most ? Optional.empty() : Optional.of(strangers.removeFirst());
    strangers.add(socket);
    return oldest;
  }

  /** Takes somebody for a client; false where there is no place, or it had to go before. */
  synchronized boolean prove(Socket socket) {
    return strangers.remove(socket) && clients.size() < most && clients.add(socket);
  }

  synchronized void leave(Socket socket) {
    strangers.remove(socket);
    clients.remove(socket);
  }
}
