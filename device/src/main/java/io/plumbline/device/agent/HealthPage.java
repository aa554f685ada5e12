package io.plumbline.device.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What machines ask an agent over HTTP, on loopback alone: {@code /metrics} in the text format of
 * Prometheus, {@code /healthz} with status 200 or 503.
 */
public final class HealthPage implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final @Nullable HttpServer server;

  private HealthPage(@Nullable HttpServer server) {
    this.server = server;
  }

  /**
   * Starts answering.
   *
   * @param port null for no page at all, 0 for a free one
   * @throws EnvironmentException when the port is taken
   */
  public static HealthPage of(Agent agent, @Nullable Integer port) {
    if (port == null) {
      return new HealthPage(null);
    }
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      HttpServer server = HttpServer.create(address, 0);
      server.createContext("/metrics", exchange -> answer(exchange, OK, agent::metrics));
      server.createContext(
          "/healthz",
          exchange ->
              answer(exchange, agent.isHealthy() ? OK : UNAVAILABLE, () -> healthOf(agent)));
      server.start();
      return new HealthPage(server);
    } catch (IOException | IllegalArgumentException e) {
      throw new EnvironmentException(
          "agent.address",
          "127.0.0.1:" + port,
          "cannot be listened at: " + e.getMessage(),
          "choose another --metrics-port",
          e);
    }
  }

  private static String healthOf(Agent agent) {
    return agent.isHealthy() ? "ok\n" : "closing\n";
  }

  private static void answer(HttpExchange exchange, int status, Supplier<String> text)
      throws IOException {
    byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** The port it answers at; empty where it does not. */
  public OptionalInt port() {
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.getAddress().getPort());
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }
}
