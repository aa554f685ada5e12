package io.plumbline.formats.onnx;

import io.plumbline.tensor.FileRange;
import io.plumbline.tensor.Sha256;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files beside a model that hold data of its tensors, wherever in the model these hang. They
 * must lie inside the model's folder, links resolved. Each range is read once, into memory: tensors
 * that share a range share the memory, and what becomes of the file afterwards does not matter.
 */
final class ExternalFiles {
  private final Path folder;
  private final Map<Range, MemorySegment> ranges = new HashMap<>();
  private final Sha256 hash = new Sha256();

  ExternalFiles(Path folder) {
    this.folder = folder;
  }

  private record Range(Path file, long offset, long length) {}

  /** Why a range cannot be had; for the message of an exception that names the tensor. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String remedy;

    Refusal(String code, String message, String remedy) {
      super(message);
      this.code = code;
      this.remedy = remedy;
    }

    String code() {
      return code;
    }

    String remedy() {
      return remedy;
    }
  }

  /**
   * The bytes of a range.
   *
   * @param length −1 for all from the offset on
   */
  MemorySegment read(String location, long offset, long length) throws Refusal {
    Path file = contained(location);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long wanted = length < 0 ? size - offset : length;
      if (offset < 0 || wanted < 0 || offset > size || wanted > size - offset) {
        throw new Refusal(
            "model.external-range",
            "lies at bytes %d to %d of '%s', which has %d bytes"
                .formatted(offset, offset + wanted, location, size),
            "copy the complete data file beside the model");
      }
      Range range = new Range(file, offset, wanted);
      MemorySegment known = ranges.get(range);
      return known == null ? readOnce(range, channel) : known;
    } catch (IOException e) {
      throw missing(location, String.valueOf(e.getMessage()));
    }
  }

  private MemorySegment readOnce(Range range, FileChannel channel) throws IOException {
    MemorySegment memory = FileRange.read(channel, range.offset(), range.length());
    hash.add(memory);
    ranges.put(range, memory);
    return memory;
  }

  /** SHA-256 of all ranges that were read, in the order of reading; empty when there are none. */
  Optional<String> sha256() {
    return ranges.isEmpty() ? Optional.empty() : Optional.of(hash.hex());
  }

  /** The files that were read, links resolved, each once. */
  List<Path> files() {
    return ranges.keySet().stream().map(Range::file).distinct().sorted().toList();
  }

  private Path contained(String location) throws Refusal {
    try {
      Path root = folder.toRealPath();
      Path candidate = folder.resolve(location).normalize();
      if (Path.of(location).isAbsolute() || !candidate.startsWith(folder.normalize())) {
        throw escapes(location);
      }
      if (!Files.exists(candidate)) {
        throw missing(location, "there is no such file");
      }
      Path real = candidate.toRealPath();
      if (!real.startsWith(root)) {
        throw escapes(location);
      }
      if (!Files.isRegularFile(real)) {
        throw missing(location, "it is not a file");
      }
      return real;
    } catch (IOException | InvalidPathException e) {
      throw escapes(location);
    }
  }

  private static Refusal missing(String location, String reason) {
    return new Refusal(
        "model.external-missing",
        "is in '%s', which cannot be read: %s".formatted(location, reason),
        "copy the data file beside the model");
  }

  private static Refusal escapes(String location) {
    return new Refusal(
        "model.external-escapes",
        "points to '%s', outside the model's folder".formatted(location),
        "do not use this file unless you trust it; external data must lie beside the model");
  }
}
