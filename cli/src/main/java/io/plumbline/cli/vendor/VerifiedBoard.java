package io.plumbline.cli.vendor;

import io.plumbline.device.client.AgentAddress;
import io.plumbline.device.client.KnownAgents;
import io.plumbline.formats.seal.MakerKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The board that a flag of a verifier names. The vendor's address is a host alone: an agent is
 * there, or, where it has a user, an SSH server.
 *
 * @param device as {@code MODULE@DEVICE} has it; empty where nothing can be reached
 * @param reason why nothing can, the end of a sentence
 */
record VerifiedBoard(Optional<String> device, String reason) {
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])(?::\\d{1,5})?");
  private static final Pattern BY_SSH = Pattern.compile("[A-Za-z0-9._-]+@" + HOST.pattern());
  private static final String WAYS =
      "name an agent as HOST or HOST:PORT, an SSH server as USER@HOST or ssh://USER@HOST:PORT/DIR";

  /** The board of an address alone. */
  static VerifiedBoard of(String address) {
    if (address.startsWith("ssh://")) {
      return reached(address);
    }
    if (BY_SSH.matcher(address).matches()) {
      return reached("ssh://" + address);
    }
    if (!HOST.matcher(address).matches()) {
      return new VerifiedBoard(Optional.empty(), "'%s' is no address; %s".formatted(address, WAYS));
    }
    boolean port = address.matches(".*:\\d+") && !address.endsWith("]");
    return agent(port ? address : address + ":" + AgentAddress.USUAL_PORT);
  }

  private static VerifiedBoard reached(String device) {
    return new VerifiedBoard(Optional.of(device), "");
  }

  /** One that answers on this machine, or that the user knows. */
  private static VerifiedBoard agent(String text) {
    Optional<AgentAddress> address = AgentAddress.parse(text);
    if (address.isEmpty()) {
      return new VerifiedBoard(
          Optional.empty(),
          "'%s' is no address, whose port is 1 to 65535; %s".formatted(text, WAYS));
    }
    KnownAgents agents = new KnownAgents(MakerKey.userFolder());
    return agents.find(address.get()).isPresent() || isHere(address.get().host())
        ? reached(text)
        : new VerifiedBoard(
            Optional.empty(),
            ("no agent is known at %s; put the line that 'plumb agent' prints there into the file"
                    + " of known agents, or %s")
                .formatted(text, WAYS));
  }

  private static boolean isHere(String host) {
    try {
      return host.equals("localhost")
          || (host.matches("[0-9.]+|.*:.*") && InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
