package io.plumbline.device.agent;

import io.plumbline.device.wire.Digest;
import io.plumbline.tensor.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Files that are called by the SHA-256 of their bytes, and whether they are still what they are
 * called: a disk may have changed them since they were written. Each is read as a whole, once.
 */
final class CheckedFiles {
  private static final int CHUNK = 1 << 20;

  private final Consumer<String> log;
  private final Set<Digest> checked = new HashSet<>();

  /**
   * @param log told a sentence of each file that was deleted
   */
  CheckedFiles(Consumer<String> log) {
    this.log = log;
  }

  /**
   * Whether the file is there and has this digest. One that has another is deleted, so that the
   * module can come again.
   *
   * @throws IOException when it can be neither read nor deleted
   */
  synchronized boolean holds(Digest digest, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    if (checked.contains(digest)) {
      return true;
    }
    String found = sha256(file);
    if (!found.equals(digest.hex())) {
      Files.delete(file);
      log.accept(
          "deleted %s: it was damaged, for its bytes have the SHA-256 %s".formatted(file, found));
      return false;
    }
    checked.add(digest);
    return true;
  }

  /** Remembers a file whose bytes were checked as they came. */
  synchronized void add(Digest digest) {
    checked.add(digest);
  }

  private static String sha256(Path file) throws IOException {
    Sha256 hash = new Sha256();
    byte[] bytes = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        hash.add(bytes, count);
      }
    }
    return hash.hex();
  }
}
