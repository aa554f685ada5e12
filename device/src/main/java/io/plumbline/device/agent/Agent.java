package io.plumbline.device.agent;

import io.plumbline.device.wire.WireException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.SystemMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;

/**
 * Runs modules for clients on other machines. Each connection has a thread of its own, and all of
 * them together no more than {@link AgentLimits}.
 */
public final class Agent implements AutoCloseable {
  private static final int BACKLOG = 256;

  private final ServerSocket door;
  private final String token;
  private final Optional<SSLSocketFactory> secure;
  private final AgentParts parts;
  private final Places places;
  private final Thread porter;
  private volatile boolean closing;

  private Agent(
      ServerSocket door, String token, Optional<SSLSocketFactory> secure, AgentParts parts) {
    this.door = door;
    this.token = token;
    this.secure = secure;
    this.parts = parts;
    this.places = new Places(parts.limits().connections());
    this.porter =
        Thread.ofPlatform()
            .name("plumbline-agent-porter")
            .start(new Porter(door, this::enter, Thread::sleep));
  }

  /**
   * Starts an agent.
   *
   * @param address to listen at; beyond loopback only with an identity
   * @param store folder of modules, made if it is not there
   * @param nativeCode whether native code runs whoever built it
   * @param log told a sentence of each module that was found damaged and deleted
   * @throws EnvironmentException when the address or the folder is taken, or the address is not
   *     loopback and there is no identity
   */
  public static Agent start(
      InetSocketAddress address,
      AgentIdentity identity,
      Path store,
      AgentLimits limits,
      boolean nativeCode,
      Consumer<String> log) {
    if (!identity.isProven() && !address.getAddress().isLoopbackAddress()) {
      throw new EnvironmentException(
          "agent.open",
          spelled(address),
          "whoever reaches it could run modules here, for it has neither a certificate nor a token",
          "make both with 'plumb agent --make-identity DIR' and start it with --identity DIR, or"
              + " listen at 127.0.0.1");
    }
    ModuleStore modules = new ModuleStore(store, limits, log);
    try {
      Optional<SSLSocketFactory> secure = identity.sockets();
      ServerSocket door = door(address);
      AgentParts parts =
          new AgentParts(
              limits,
              new Deadlines(),
              modules,
              new WarmModules(modules, limits, nativeCode),
              new MemoryBudget(limits.memory()),
              new Counters());
      return new Agent(door, identity.token(), secure, parts);
    } catch (EnvironmentException e) {
      modules.close();
      throw e;
    }
  }

  private static ServerSocket door(InetSocketAddress address) {
    try {
      ServerSocket door = new ServerSocket();
      door.setReuseAddress(true);
      door.bind(address, BACKLOG);
      return door;
    } catch (IOException e) {
      throw new EnvironmentException(
          "agent.address",
          spelled(address),
          "cannot be listened at: " + SystemMessage.of(e),
          "choose another --host or --port",
          e);
    }
  }

  /** As users write it, with the address of a host that has no name. */
  private static String spelled(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  /** The port it listens at. */
  public int port() {
    return door.getLocalPort();
  }

  /** What it counts, as text that Prometheus reads. */
  public String metrics() {
    return Metrics.text(parts);
  }

  /** Whether it takes connections. */
  public boolean isHealthy() {
    return !closing && porter.isAlive();
  }

  private void enter(Socket socket) {
    parts.counters().accepted.increment();
    places.enter(socket).ifPresent(this::turnAway);
    Thread.ofVirtual().name("plumbline-agent-connection").start(() -> serve(socket));
  }

  private void turnAway(Socket socket) {
    parts.counters().turnedAway.increment();
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone already.
    }
  }

  private boolean prove(Socket socket) {
    boolean placed = places.prove(socket);
    if (!placed) {
      turnAway(socket);
    }
    return placed;
  }

  private void serve(Socket socket) {
    parts.counters().open.incrementAndGet();
    try (socket) {
      socket.setTcpNoDelay(true);
      new Conversation(socket, token, secure, parts, () -> prove(socket)).hold();
    } catch (WireException _) {
      parts.counters().malformed.increment();
    } catch (IOException _) {
      // The client is gone, or was too slow.
    } finally {
      parts.deadlines().forget(socket);
      parts.counters().open.decrementAndGet();
      places.leave(socket);
    }
  }

  /** Takes no more connections, lets runs end, and closes what is open. */
  @Override
  public void close() {
    closing = true;
    porter.interrupt();
    try {
      door.close();
    } catch (IOException _) {
      // It takes nobody any more.
    }
    parts.modules().drain(parts.limits().run());
    parts.deadlines().close();
    parts.modules().close();
    parts.store().close();
  }
}
