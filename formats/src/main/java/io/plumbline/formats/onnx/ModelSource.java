package io.plumbline.formats.onnx;

import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.tensor.BadModelException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a model came from: its name in messages, and the folder its external data must lie in. */
final class ModelSource {
  private final String name;
  private final Optional<ExternalFiles> files;

  ModelSource(String name, Optional<Path> folder) {
    this.name = name;
    this.files = folder.map(ExternalFiles::new);
  }

  String name() {
    return name;
  }

  BadModelException bad(String code, String message, String remedy) {
    return new BadModelException(code, name, message, remedy);
  }

  BadModelException bad(String code, String message, String remedy, Throwable cause) {
    return new BadModelException(code, name, message, remedy, cause);
  }

  /** SHA-256 of the external data that was read; empty when there is none. */
  Optional<String> externalSha256() {
    return files.flatMap(ExternalFiles::sha256);
  }

  /** The files of external data that were read, links resolved, each once. */
  List<Path> external() {
    return files.map(ExternalFiles::files).orElse(List.of());
  }

  /**
   * The bytes that a tensor has outside of the model's file.
   *
   * @param bytes how many the tensor's type and dims ask for
   */
  MemorySegment external(TensorProto tensor, long bytes) {
    String location = "";
    long offset = 0;
    long length = bytes;
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      switch (entry.getKey()) {
        case "location" -> location = entry.getValue();
        case "offset" -> offset = number(tensor, entry);
        case "length" -> length = number(tensor, entry);
        default -> {}
      }
    }
    if (length != bytes) {
      throw bad(
          "model.tensor-size",
          "tensor '%s' needs %d bytes of data, found %d".formatted(tensor.getName(), bytes, length),
          "the file is damaged; export it again");
    }
    ExternalFiles beside =
        files.orElseThrow(
            () ->
                bad(
                    "model.external-unplaced",
                    "tensor '%s' has external data, but the model has no folder"
                        .formatted(tensor.getName()),
                    "read the model from its file"));
    try {
      return beside.read(location, offset, length);
    } catch (ExternalFiles.Refusal e) {
      throw bad(
          e.code(),
          "the data of tensor '%s' %s".formatted(tensor.getName(), e.getMessage()),
          e.remedy(),
          e);
    }
  }

  private long number(TensorProto tensor, StringStringEntryProto entry) {
    try {
      return Long.parseLong(entry.getValue());
    } catch (NumberFormatException e) {
      throw bad(
          "model.external-range",
          "tensor '%s' has the %s '%s'"
              .formatted(tensor.getName(), entry.getKey(), entry.getValue()),
          "the file is damaged; export it again",
          e);
    }
  }
}
