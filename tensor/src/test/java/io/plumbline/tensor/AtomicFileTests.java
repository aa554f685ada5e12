package io.plumbline.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
            .hasMessageContaining("No space left on device");
        assertThat(((EnvironmentException) thrown).where()).isEqualTo(file.toString());
      } else {
        assertThat(thrown).isSameAs(failure);
      }
    }
    assertThat(names()).containsExactly("old.bin");
    assertThat(Files.readString(old)).isEqualTo("old");
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
