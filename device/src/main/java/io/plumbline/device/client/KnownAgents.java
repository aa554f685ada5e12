package io.plumbline.device.client;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.SystemMessage;
import io.plumbline.tensor.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The agents that a user trusts and may use: a file of lines {@code HOST:PORT FINGERPRINT TOKEN},
 * as an agent prints one when it starts.
 */
public final class KnownAgents {
  /** Its name in the folder of the user. */
  public static final String FILE_NAME = "agents";

  /** Where the token belongs in the line that an agent prints. */
  private static final String PLACE = "TOKEN";

  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  private final Path file;

  public KnownAgents(Path folder) {
    this.file = folder.resolve(FILE_NAME);
  }

  /**
   * What is known of an agent.
   *
   * @param fingerprint SHA-256 of its certificate
   * @param token what it asks for
   */
  public record Known(String fingerprint, String token) {}

  /**
   * What is known of an address; empty where nothing is.
   *
   * @throws EnvironmentException when the file is there and cannot be read, or others may read or
   *     write it, which holds tokens
   * @throws BadConfigurationException when its line is not of three words, or there are several
   */
  public Optional<Known> find(AgentAddress address) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      requirePrivate();
      List<List<String>> lines =
          Files.readAllLines(file).stream()
              .map(line -> List.of(line.strip().split("\\s+")))
              .filter(words -> words.getFirst().equals(address.toString()))
              .distinct()
              .toList();
      if (lines.size() > 1) {
        throw new BadConfigurationException(
            "agent.known",
            file.toString(),
            "%d different lines are for %s".formatted(lines.size(), address),
            "keep the one that the agent printed when it started last");
      }
      return lines.stream().findFirst().map(this::known);
    } catch (IOException e) {
      throw new EnvironmentException(
          "agent.known",
          file.toString(),
          "cannot be read: " + SystemMessage.of(e),
          "mend or remove it",
          e);
    }
  }

  private void requirePrivate() throws IOException {
    if (!PrivateFile.isPrivate(file)) {
      throw new EnvironmentException(
          "agent.known-open",
          file.toString(),
          "others may read or write it, and it holds tokens",
          "run: chmod 600 " + file);
    }
  }

  private Known known(List<String> words) {
    if (words.size() != 3 || !FINGERPRINT.matcher(words.get(1)).matches()) {
      throw new BadConfigurationException(
          "agent.known",
          file.toString(),
          "the line of %s is not: HOST:PORT FINGERPRINT TOKEN".formatted(words.getFirst()),
          "copy the line that the agent printed when it started");
    }
    if (words.get(2).equals(PLACE)) {
      throw new BadConfigurationException(
          "agent.known",
          file.toString(),
          "the line of %s holds the word %s, not the token".formatted(words.getFirst(), PLACE),
          "write in its place what the file 'token' of the agent's identity holds");
    }
    return new Known(words.get(1), words.get(2));
  }

  /** The file, for messages. */
  Path file() {
    return file;
  }
}
