package io.plumbline.device.agent;

import io.plumbline.device.wire.Description;
import io.plumbline.device.wire.Digest;
import io.plumbline.device.wire.Failure;
import io.plumbline.device.wire.Frame;
import io.plumbline.device.wire.Kind;
import io.plumbline.device.wire.Line;
import io.plumbline.device.wire.Protocol;
import io.plumbline.device.wire.Received;
import io.plumbline.device.wire.WireException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.UnsupportedException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from its greeting to its end. Before the greeting is proven nothing is answered;
 * what is no frame ends it without a word.
 */
final class Conversation {
  /** Bytes a second that a client must take and give. */
  private static final long SLOWEST = 64 << 10;

  private final Socket socket;
  private final String token;
  private final Optional<SSLSocketFactory> secure;
  private final AgentLimits limits;
  private final Deadlines deadlines;
  private final ModuleStore store;
  private final WarmModules modules;
  private final Runs runs;
  private final Counters counters;
  private final BooleanSupplier proven;
  private WarmModules.@Nullable Key chosen;

  /**
   * @param socket as it came: closing it never waits, as closing TLS does for a client that takes
   *     nothing
   * @param secure what lays TLS over it, where it shall be
   * @param proven asked once the token is proven: whether there is a place for a client
   */
  Conversation(
      Socket socket,
      String token,
      Optional<SSLSocketFactory> secure,
      AgentParts parts,
      BooleanSupplier proven) {
    this.socket = socket;
    this.token = token;
    this.secure = secure;
    this.limits = parts.limits();
    this.deadlines = parts.deadlines();
    this.store = parts.store();
    this.modules = parts.modules();
    this.runs = new Runs(parts.memory(), parts.limits(), parts.counters());
    this.counters = parts.counters();
    this.proven = proven;
  }

  /** Answers until the client ends, is too slow, or says what is no request. */
  void hold() throws IOException {
    deadlines.within(socket, limits.patience());
    try (Socket spoken = spoken()) {
      talk(new Line(spoken.getInputStream(), spoken.getOutputStream()));
    }
  }

  private Socket spoken() throws IOException {
    if (secure.isEmpty()) {
      return socket;
    }
    SSLSocket spoken = (SSLSocket) secure.get().createSocket(socket, null, true);
    spoken.startHandshake();
    return spoken;
  }

  private void talk(Line line) throws IOException {
    Optional<Integer> version = line.greeted(token);
    if (version.isEmpty()) {
      counters.unknown.increment();
      return;
    }
    if (!proven.getAsBoolean()) {
      return;
    }
    if (version.get() != Protocol.VERSION) {
      line.send(Failure.frame(otherVersion(version.get())));
      line.flush();
      return;
    }
    while (answerNext(line)) {
      counters.requests.increment();
    }
  }

  private boolean answerNext(Line line) throws IOException {
    deadlines.within(socket, limits.idle());
    Optional<Received> request = line.next(() -> deadlines.within(socket, limits.patience()));
    if (request.isEmpty()) {
      return false;
    }
    try {
      answer(request.get(), line);
    } catch (PlumblineException e) {
      refuse(line, e);
    } catch (RuntimeException | StackOverflowError e) {
      refuse(
          line,
          new InternalException(
              "agent.internal", Failure.AGENT, "failed: " + e, "report this with the module"));
    }
    line.flush();
    return true;
  }

  private void refuse(Line line, PlumblineException e) throws IOException {
    counters.failures.increment();
    line.send(Failure.frame(e));
  }

  /**
   * An agent that ends waits for leases, so answers of runs are out before these are given back.
   */
  private void answer(Received request, Line line) throws IOException {
    switch (request.kind()) {
      case HAS -> has(request, line);
      case PUT -> put(request, line);
      case OPEN -> open(request, line);
      case RUN -> {
        Runs.Wanted wanted = Runs.Wanted.of(request);
        try (WarmModules.Lease lease = chosen()) {
          runs.run(wanted, lease, line, this::allow);
          line.flush();
        }
      }
      case PROFILE -> {
        Runs.Profiled wanted = Runs.Profiled.of(request);
        try (WarmModules.Lease lease = chosen()) {
          runs.profile(wanted, lease, line, this::allow);
          line.flush();
        }
      }
      case FLAG, GO, OPENED, TENSOR, TIMES, FAILED, DONE ->
          throw new WireException("a client said " + request.kind());
    }
  }

  /** Gives time for so many bytes, and a run. */
  private void allow(long bytes) {
    deadlines.within(socket, limits.run().plus(Duration.ofSeconds(bytes / SLOWEST)));
  }

  private void has(Received request, Line line) throws IOException {
    Digest digest = Digest.of(request);
    request.end();
    deadlines.within(socket, limits.run());
    line.send(new Frame(Kind.FLAG).number(store.has(digest) ? 1 : 0));
  }

  private void put(Received request, Line line) throws IOException {
    Digest digest = Digest.of(request);
    long length = request.large();
    request.end();
    deadlines.within(
        socket,
        limits
            .patience()
            .plus(Duration.ofSeconds(Math.clamp(length, 0, limits.module()) / SLOWEST)));
    if (store.put(digest, length, line)) {
      counters.uploads.increment();
    }
    line.send(new Frame(Kind.FLAG).number(1));
  }

  private void open(Received request, Line line) throws IOException {
    WarmModules.Key key = new WarmModules.Key(Digest.of(request), request.text());
    request.end();
    deadlines.within(socket, limits.run());
    try (WarmModules.Lease lease = modules.lease(key)) {
      line.send(Description.of(lease.engine(), lease.opened().findings()).frame());
    }
    chosen = key;
  }

  private WarmModules.Lease chosen() {
    if (chosen == null) {
      throw new BadDataException(
          "agent.no-module", "the request", "no module was chosen", "open one first");
    }
    return modules.lease(chosen);
  }

  private static UnsupportedException otherVersion(int version) {
    return new UnsupportedException(
        "agent.version",
        "the connection",
        "the client speaks version %s, this agent %s".formatted(version, Protocol.VERSION),
        "use the same version of Plumbline on both sides");
  }
}
