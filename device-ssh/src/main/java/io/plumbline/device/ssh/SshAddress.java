package io.plumbline.device.ssh;

import io.plumbline.tensor.BadConfigurationException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a board is and how a module runs on it, written {@code
 * ssh://USER@HOST:PORT/DIR?OPTION=VALUE&…}.
 *
 * @param folder for programs and weights, as the board's shell takes it
 * @param options by name, all of them known
 */
public record SshAddress(
    String user, String host, int port, String folder, Map<String, String> options) {
  /** What an address begins with; of the two slashes behind it a path keeps one. */
  public static final String SCHEME = "ssh:";

  private static final Pattern FORM =
      Pattern.compile(
          "ssh:/{1,2}(?:(?<user>[A-Za-z0-9._-]+)@)?(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])"
              + "(?::(?<port>\\d{1,5}))?(?<folder>/[^?]*)?(?:\\?(?<options>.*))?");

  private static final int PORT = 22;
  private static final int LAST_PORT = 65_535;
  private static final int LONGEST = 1_000_000;
  private static final String FOLDER = ".cache/plumbline";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String RUN = "run";
  private static final String FOR = "for";
  private static final String TIMEOUT = "timeout";
  private static final String KEY = "key";
  private static final String KNOWN_HOSTS = "known-hosts";
  private static final List<String> OPTIONS = List.of(RUN, FOR, TIMEOUT, KEY, KNOWN_HOSTS);

  public SshAddress {
    options = Map.copyOf(options);
  }

  /**
   * Reads an address. The user is the one of this process and the port 22 where none is named; a
   * folder that begins with {@code /~/} lies below the user's home.
   *
   * @throws BadConfigurationException when a text is none, or has an unknown option
   */
  public static SshAddress parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw wrong(text, "it is not of the form ssh://USER@HOST:PORT/DIR?OPTION=VALUE");
    }
    String user =
        Optional.ofNullable(parts.group("user")).orElse(System.getProperty("user.name", ""));
    String host = parts.group("host").replaceAll("[\\[\\]]", "");
    SshAddress address =
        new SshAddress(
            user,
            host,
            port(text, parts.group("port")),
            folder(Optional.ofNullable(parts.group("folder")).orElse("/")),
            options(text, Optional.ofNullable(parts.group("options")).orElse("")));
    if (address.option(TIMEOUT).filter(told -> seconds(told) == 0).isPresent()) {
      throw wrong(text, "'timeout' is a number of seconds from 1 to " + LONGEST);
    }
    return address;
  }

  private static int port(String text, @Nullable String word) {
    int port = word == null ? PORT : Integer.parseInt(word);
    if (port < 1 || port > LAST_PORT) {
      throw wrong(text, "there is no port %d".formatted(port));
    }
    return port;
  }

  private static String folder(String path) {
    if (path.equals("/")) {
      return FOLDER;
    }
    return path.startsWith("/~/") ? path.substring("/~/".length()) : path;
  }

  private static Map<String, String> options(String text, String words) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String word : words.isEmpty() ? new String[0] : words.split("&", -1)) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      String value = equals < 0 ? "" : word.substring(equals + 1).strip();
      if (!OPTIONS.contains(name) || value.isEmpty()) {
        throw wrong(text, "'%s' is no option with a value".formatted(word));
      }
      if (options.put(name, value) != null) {
        throw wrong(text, "'%s' is given twice".formatted(name));
      }
    }
    return options;
  }

  private static int seconds(String word) {
    try {
      int seconds = Integer.parseInt(word);
      return seconds < 1 || seconds > LONGEST ? 0 : seconds;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static BadConfigurationException wrong(String text, String why) {
    return new BadConfigurationException(
        "board.address",
        text,
        why,
        "give such as ssh://root@board or ssh://me@host:2222/tmp/plumbline?timeout=20; options are "
            + String.join(", ", OPTIONS));
  }

  private Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** What programs are started with on the board, such as an emulator. */
  public List<String> emulator() {
    return option(RUN).map(words -> List.of(words.split(" +", -1))).orElse(List.of());
  }

  /** The platform, its instructions and a compiler, where the board is not asked for them. */
  public Optional<String> target() {
    return option(FOR);
  }

  /** How long one answer of the board may take. */
  public Duration patience() {
    return option(TIMEOUT).map(word -> Duration.ofSeconds(seconds(word))).orElse(PATIENCE);
  }

  /** The one file of a private key that is used. */
  public Optional<String> key() {
    return option(KEY);
  }

  /** The file of known host keys. */
  public Optional<String> knownHosts() {
    return option(KNOWN_HOSTS);
  }

  /** The board without folder and options, for messages and tables. */
  public String board() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return SCHEME + "//" + user + "@" + name + (port == PORT ? "" : ":" + port);
  }
}
