package io.plumbline.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plumbline.tensor.parallel.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AtomicFileTests {
  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  @Test
  void writesInAFolderThatItMakes() throws IOException {
    Path file = folder.resolve("a/b/c.txt");
    AtomicFile.write(file, "näme");
    AtomicFile.write(file, "other");
    assertThat(Files.readString(file)).isEqualTo("other");
    assertThat(names()).containsExactly("a");
  }

  static List<Exception> failures() {
    return List.of(
        new IOException("No space left on device"), new IllegalStateException("half way"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void leavesNothingHalfWritten(Exception failure) throws IOException {
    Path old = folder.resolve("old.bin");
    Files.writeString(old, "old");
    for (Path file : List.of(old, folder.resolve("new.bin"))) {
      Exception thrown =
          catchThrowableOfType(
              Exception.class,
              () ->
                  AtomicFile.write(
                      file,
                      out -> {
                        out.write(new byte[1 << 20]);
                        if (failure instanceof IOException disk) {
                          throw disk;
                        }
                        throw (RuntimeException) failure;
                      }));
      if (failure instanceof IOException) {
        assertThat(thrown)
            .isInstanceOf(EnvironmentException.class)
            .hasMessageContaining("cannot be written: No space left on device");
        assertThat(((EnvironmentException) thrown).where()).isEqualTo(file.toString());
      } else {
        assertThat(thrown).isSameAs(failure);
      }
    }
    assertThat(names()).containsExactly("old.bin");
    assertThat(Files.readString(old)).isEqualTo("old");
  }

  /** A link in the place of a file is replaced; what it points to stays as it was. */
  @Test
  void followsNoLink() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "mine");
    Path file = folder.resolve("out.txt");
    Files.createSymbolicLink(file, outside);
    Files.createSymbolicLink(folder.resolve(".out.txt.part"), outside);
    AtomicFile.write(file, "new");
    assertThat(Files.readString(outside)).isEqualTo("mine");
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(Files.readString(file)).isEqualTo("new");
    assertThat(names()).containsExactlyInAnyOrder("outside", "out.txt", ".out.txt.part");
  }

  @Test
  void everyWriterWritesAWholeFile() throws IOException {
    Path file = folder.resolve("out.txt");
    Threads.each(
        4,
        "writer",
        200,
        (index, _) ->
            AtomicFile.write(
                file,
                out -> {
                  for (int i = 0; i < 1000; i++) {
                    out.write('a' + index % 26);
                    out.flush();
                  }
                }));
    assertThat(Files.readString(file)).hasSize(1000).matches("(.)\\1*");
    assertThat(names()).containsExactly("out.txt");
  }

  /** The system's words, without the name that nobody but this program knows. */
  @Test
  void aFolderInTheWayIsSaid() throws IOException {
    Path taken = folder.resolve("taken");
    Files.createDirectories(taken.resolve("by"));
    assertThatThrownBy(() -> AtomicFile.write(taken, "x"))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("cannot be written: Is a directory")
        .hasMessageNotContaining(".part");
  }

  @Test
  void anErrorLeavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    folder.resolve("out.txt"),
                    out -> {
                      throw new OutOfMemoryError("as if");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aNameOfGreatestLengthIsWritten() throws IOException {
    AtomicFile.write(folder.resolve("n".repeat(255)), "x");
    assertThat(names()).containsExactly("n".repeat(255));
  }

  @Test
  void aFolderBelowAFileIsTheEnvironmentsFault() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    EnvironmentException e =
        catchThrowableOfType(
            EnvironmentException.class, () -> AtomicFile.write(file.resolve("below"), "y"));
    assertThat(e.code()).isEqualTo("environment.write");
    assertThat(names()).containsExactly("file");
  }
}
