package io.plumbline.data.inspect;

import io.plumbline.data.sample.FileFormat;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * A file in a folder of samples.
 *
 * @param size in bytes; −1 when it cannot be read
 */
record SampleFile(Path path, FileKind kind, long size) {
  private static final Set<String> NOTES = Set.of("txt", "json", "yaml", "yml", "md", "csv", "lst");

  String name() {
    return String.valueOf(path.getFileName());
  }

  private String extension() {
    return name().substring(name().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether it is no hidden file, list of labels or note. */
  boolean isData() {
    return !name().startsWith(".") && !NOTES.contains(extension());
  }

  /** How a file of this name is read. */
  FolderInspection.Format named() {
    if (FileFormat.Pictures.EXTENSIONS.contains(extension())) {
      return FolderInspection.Format.PICTURES;
    }
    return extension().equals("npy") ? FolderInspection.Format.ARRAYS : FolderInspection.Format.RAW;
  }
}
