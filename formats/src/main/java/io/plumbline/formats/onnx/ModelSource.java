package io.plumbline.formats.onnx;

import io.plumbline.tensor.BadModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Where a model came from: its name in messages, and the folder its external data must lie in. */
record ModelSource(String name, Optional<Path> folder) {
  BadModelException bad(String code, String message, String remedy) {
    return new BadModelException(code, name, message, remedy);
  }

  BadModelException bad(String code, String message, String remedy, Throwable cause) {
    return new BadModelException(code, name, message, remedy, cause);
  }

  /**
   * Maps a range of a file that belongs to the model.
   *
   * @param length −1 for all from the offset on
   */
  MemorySegment external(String tensor, String location, long offset, long length) {
    Path file = contained(tensor, location);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long wanted = length < 0 ? size - offset : length;
      if (offset < 0 || wanted < 0 || offset > size || wanted > size - offset) {
        throw bad(
            "model.external-range",
            "tensor '%s' lies at bytes %d to %d of '%s', which has %d bytes"
                .formatted(tensor, offset, offset + wanted, location, size),
            "copy the complete data file beside the model");
      }
      return wanted == 0
          ? Arena.ofAuto().allocate(0)
          : channel.map(FileChannel.MapMode.READ_ONLY, offset, wanted, Arena.ofAuto());
    } catch (IOException e) {
      throw bad(
          "model.external-missing",
          "the data of tensor '%s' is in '%s', which cannot be read".formatted(tensor, location),
          "copy the data file beside the model",
          e);
    }
  }

  private Path contained(String tensor, String location) {
    Path root =
        folder.orElseThrow(
            () ->
                bad(
                    "model.external-unplaced",
                    "tensor '%s' has external data, but the model has no folder".formatted(tensor),
                    "read the model from its file"));
    try {
      Path candidate = root.resolve(location).normalize();
      boolean inside = !Path.of(location).isAbsolute() && candidate.startsWith(root.normalize());
      if (inside && Files.exists(candidate)) {
        inside = candidate.toRealPath().startsWith(root.toRealPath());
      }
      if (inside) {
        return candidate;
      }
    } catch (IOException | InvalidPathException e) {
      throw escapes(tensor, location);
    }
    throw escapes(tensor, location);
  }

  private BadModelException escapes(String tensor, String location) {
    return bad(
        "model.external-escapes",
        "tensor '%s' points to '%s', outside the model's folder".formatted(tensor, location),
        "do not use this file unless you trust it; external data must lie beside the model");
  }
}
