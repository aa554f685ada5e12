package io.plumbline.engine.ort;

import ai.onnxruntime.OrtEnvironment;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * ONNX Runtime's native libraries as files while they are loaded. Left to itself ONNX Runtime
 * unpacks them anew for each process and leaves its folder behind. Here they are kept in the folder
 * that the system property {@code plumbline.natives} names, or else lie in a private temporary
 * folder and are deleted as soon as they are loaded: a loaded library needs no name.
 *
 * <p>On systems whose libraries cannot be deleted while loaded, and where the caller set {@code
 * onnxruntime.native.path} himself, ONNX Runtime's own way stays.
 */
final class OrtNatives implements AutoCloseable {
  private static final String PATH = "onnxruntime.native.path";
  private static final String KEPT = "plumbline.natives";
  private static final List<String> LIBRARIES =
      List.of(System.mapLibraryName("onnxruntime"), System.mapLibraryName("onnxruntime4j_jni"));

  private final Optional<Path> folder;
  private final boolean kept;

  private OrtNatives(Optional<Path> folder, boolean kept) {
    this.folder = folder;
    this.kept = kept;
  }

  /** Unpacks the libraries, until this is closed. */
  static OrtNatives unpack() {
    Optional<String> platform = platform();
    if (platform.isEmpty() || System.getProperty(PATH) != null) {
      return new OrtNatives(Optional.empty(), true);
    }
    Optional<Path> kept = kept(platform.get());
    try {
      return kept.isPresent()
          ? new OrtNatives(kept, true)
          : new OrtNatives(Optional.of(temporary(platform.get())), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells ONNX Runtime, until this is closed, where its libraries are. */
  void announce() {
    folder.ifPresent(path -> System.setProperty(PATH, path.toString()));
  }

  /** The name ONNX Runtime's jar has for this machine. */
  private static Optional<String> platform() {
    String system = System.getProperty("os.name");
    String machine = System.getProperty("os.arch");
    return switch (system + " " + machine) {
      case "Linux amd64" -> Optional.of("linux-x64");
      case "Linux aarch64" -> Optional.of("linux-aarch64");
      case "Mac OS X aarch64" -> Optional.of("osx-aarch64");
      default -> Optional.empty();
    };
  }

  /** Empty where no folder is named, or where nothing can be written into the one named. */
  private static Optional<Path> kept(String platform) {
    String named = System.getProperty(KEPT);
    if (named == null) {
      return Optional.empty();
    }
    String version = OrtEnvironment.class.getPackage().getImplementationVersion();
    Path folder = Path.of(named, "onnxruntime-" + version, platform);
    try {
      for (String library : LIBRARIES) {
        if (!Files.isRegularFile(folder.resolve(library))) {
          keep(platform, library, Files.createDirectories(folder));
        }
      }
      return Optional.of(folder);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Other processes may do the same at this moment; a disk may become full. */
  private static void keep(String platform, String library, Path folder) throws IOException {
    Path partial = Files.createTempFile(folder, library, ".partial");
    try {
      copy(platform, library, partial);
      Files.move(partial, folder.resolve(library), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static Path temporary(String platform) throws IOException {
    Path folder = Files.createTempDirectory("plumbline-onnxruntime-");
    try {
      for (String library : LIBRARIES) {
        copy(platform, library, folder.resolve(library));
      }
      return folder;
    } catch (IOException e) {
      delete(folder);
      throw e;
    }
  }

  private static void copy(String platform, String library, Path target) throws IOException {
    String resource = "/ai/onnxruntime/native/" + platform + "/" + library;
    try (InputStream packed = OrtEnvironment.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new FileNotFoundException(resource + " is not on the class path");
      }
      Files.copy(packed, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path folder) throws IOException {
    for (String library : LIBRARIES) {
      Files.deleteIfExists(folder.resolve(library));
    }
    Files.delete(folder);
  }

  @Override
  public void close() {
    if (folder.isEmpty()) {
      return;
    }
    System.clearProperty(PATH);
    try {
      if (!kept) {
        delete(folder.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
