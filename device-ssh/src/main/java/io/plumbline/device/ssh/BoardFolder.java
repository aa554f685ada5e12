package io.plumbline.device.ssh;

import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Sha256;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A folder on a board that belongs to the user alone, with files that are named by the SHA-256 of
 * their content. What lies there already is not sent again.
 */
final class BoardFolder {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final SshConnection connection;
  private final SshAddress address;

  private BoardFolder(SshConnection connection, SshAddress address) {
    this.connection = connection;
    this.address = address;
  }

  /**
   * Makes the folder, where it is not there, and clears what broken transfers left a day ago.
   *
   * @throws EnvironmentException when it cannot be written, or belongs to somebody else
   */
  static BoardFolder make(SshConnection connection, SshAddress address) {
    BoardFolder folder = new BoardFolder(connection, address);
    folder.require(
        """
        umask 077; mkdir -p %1$s && cd %1$s || exit 1
        [ -O . ] || { echo 'the folder belongs to another user' >&2; exit 1; }
        [ -w . ] || { echo 'the folder cannot be written' >&2; exit 1; }
        find . -name '*.part' -mtime +0 -exec rm -f {} +\
        """
            .formatted(SshConnection.quoted(address.folder())),
        new byte[0]);
    return folder;
  }

  /** A file, as the shell takes it. */
  String path(String name) {
    return SshConnection.quoted(address.folder() + "/" + name);
  }

  /**
   * Sends a file, unless it is there.
   *
   * @param mode its permissions, such as {@code 600}
   * @return its name
   */
  String put(byte[] content, int mode) {
    String digest = Sha256.of(MemorySegment.ofArray(content));
    if (!has(digest, content.length)) {
      write(digest, content, digest, mode);
    }
    return digest;
  }

  /** Whether a file of that content is there; where the board knows no SHA-256, of that length. */
  boolean has(String digest, long length) {
    String told =
        require(
            "[ ! -f %1$s ] || sha256sum %1$s 2>/dev/null || wc -c < %1$s".formatted(path(digest)),
            new byte[0]);
    String first = told.strip().split(" ", 2)[0];
    return first.equals(digest) || first.equals(Long.toString(length));
  }

  /** Keeps under a name which file was made by a recipe. */
  void note(String recipe, String digest, long length) {
    byte[] text = (digest + " " + length + "\n").getBytes(StandardCharsets.UTF_8);
    write(recipe + ".made", text, Sha256.of(MemorySegment.ofArray(text)), 600);
  }

  /** The file that was made by a recipe, if it is whole. */
  Optional<String> noted(String recipe) {
    String made = path(recipe + ".made");
    String[] words =
        require("[ ! -f %1$s ] || head -c 100 %1$s".formatted(made), new byte[0])
            .strip()
            .split(" ", 2);
    boolean right =
        words.length == 2 && DIGEST.matcher(words[0]).matches() && words[1].matches("\\d{1,12}");
    return right && has(words[0], Long.parseLong(words[1]))
        ? Optional.of(words[0])
        : Optional.empty();
  }

  private void write(String name, byte[] content, String digest, int mode) {
    require(
        """
        umask 077; t=%1$s.$$.part; trap 'rm -f "$t"' EXIT
        cat > "$t" && [ "$(wc -c < "$t")" -eq %2$d ] || { echo 'not all of it arrived' >&2; exit 1; }
        s=$(sha256sum "$t" 2>/dev/null | cut -c 1-64)
        [ -z "$s" ] || [ "$s" = %3$s ] || { echo 'it arrived damaged' >&2; exit 1; }
        chmod %4$d "$t" && mv -f "$t" %1$s\
        """
            .formatted(path(name), content.length, digest, mode),
        content);
  }

  private String require(String script, byte[] input) {
    SshConnection.Answer answer = connection.tell(script, input);
    if (!answer.succeeded()) {
      throw new EnvironmentException(
          "board.folder",
          address.board(),
          "the folder %s cannot be used: %s".formatted(address.folder(), answer.lastWords()),
          "name another in the address, such as %s/tmp/plumbline".formatted(address.board()));
    }
    return answer.output();
  }
}
