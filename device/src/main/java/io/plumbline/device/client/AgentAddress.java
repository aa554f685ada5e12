package io.plumbline.device.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an agent listens: {@code HOST:PORT}, an IPv6 address in brackets.
 *
 * @param port 1 to 65535
 */
public record AgentAddress(String host, int port) {
  /** Where an agent listens that was told no port. */
  public static final int USUAL_PORT = 7433;

  private static final Pattern TEXT =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+\\]|[A-Za-z0-9._-]+):([0-9]{1,5})");

  /** The address in a text; empty where it is none. */
  public static Optional<AgentAddress> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(2));
    String host = matcher.group(1).replaceAll("[\\[\\]]", "");
    return port < 1 || port > 65_535 ? Optional.empty() : Optional.of(new AgentAddress(host, port));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
