package io.plumbline.device.client;

import io.plumbline.device.wire.TlsRecordException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.SystemMessage;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;

/** What is told where an agent does not answer as one. */
final class ConnectionFailure {
  private static final String COMPARE =
      "compare the fingerprint with what the agent prints, and put its line into the file of known"
          + " agents";

  private ConnectionFailure() {}

  /** Nobody took the connection. */
  static EnvironmentException unreachable(AgentAddress address, IOException e) {
    boolean unresolved = e instanceof UnknownHostException;
    return new EnvironmentException(
        "agent.unreachable",
        address.toString(),
        unresolved
            ? "no machine is known by the name '%s': it cannot be resolved"
                .formatted(address.host())
            : "no agent answers: " + SystemMessage.of(e),
        unresolved
            ? "correct the name, or give the machine's address"
            : "start one there with 'plumb agent', and see whether the port can be reached",
        e);
  }

  /** Somebody took it, and did not prove to be the agent that is known. */
  static EnvironmentException unproven(AgentAddress address, Exception e) {
    Optional<Throwable> refused = refusal(e);
    return refused.isPresent()
        ? new EnvironmentException(
            "agent.certificate",
            address.toString(),
            "is not the agent that is known: " + refused.get().getMessage(),
            COMPARE,
            e)
        : new EnvironmentException(
            "agent.no-tls",
            address.toString(),
            "what listens there does not speak TLS, as the agent that is known does, or is full",
            "start the agent with the --identity whose fingerprint its line in the file of known"
                + " agents holds; of an agent without one, on loopback, take the line out",
            e);
  }

  private static Optional<Throwable> refusal(Exception e) {
    return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
        .filter(CertificateException.class::isInstance)
        .findFirst();
  }

  /**
   * It ended before it had answered.
   *
   * @param known the file of known agents
   */
  static EnvironmentException broken(AgentAddress address, Path known, IOException e) {
    if (e instanceof TlsRecordException) {
      return new EnvironmentException(
          "agent.tls",
          address.toString(),
          "the agent speaks TLS, and was spoken to in plain: the file of known agents, %s, has no"
                  .formatted(known.toAbsolutePath())
              + " line that begins with exactly "
              + address,
          "put the line that it printed when it started into that file, with its token, and begin"
              + " it with "
              + address,
          e);
    }
    boolean silent = e instanceof EOFException || e.getMessage() == null;
    return new EnvironmentException(
        "agent.broken",
        address.toString(),
        silent
            ? "the agent closed the connection without a word; it does so when the token is wrong,"
                + " when it is full, or when it is stopped"
            : "the connection broke: " + SystemMessage.of(e),
        "see whether the agent runs, and whether its line in the file of known agents is right",
        e);
  }
}
