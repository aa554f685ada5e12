package io.plumbline.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadFailureTests {
  private final IOException cause = new IOException("disk");

  @TempDir private Path folder;

  @Test
  void aMissingFileIsCalledMissingWithTheNearestName() throws IOException {
    Files.createFile(folder.resolve("labels.txt"));
    assertThat(ReadFailure.of(folder.resolve("lables.txt"), cause))
        .isEqualTo("there is no such file; did you mean 'labels.txt'?");
    assertThat(ReadFailure.of(folder.resolve("other.npy"), cause))
        .isEqualTo("there is no such file");
    assertThat(ReadFailure.of(folder.resolve("a/b"), cause))
        .isEqualTo("there is no such file, and no folder " + folder.resolve("a"));
  }

  @Test
  void whatIsThereIsNamedForWhatItIs() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(ReadFailure.of(folder, cause)).isEqualTo("this is a folder, not a file");
    assertThat(ReadFailure.of(file, cause)).isEqualTo("cannot be read: disk");
    assertThat(ReadFailure.of(file, new AccessDeniedException("file")))
        .isEqualTo("cannot be read: its permissions forbid it");
  }

  @Test
  void readersSayIt() throws IOException {
    Files.createFile(folder.resolve("cat.npy"));
    assertThatThrownBy(() -> NpyFile.read(folder.resolve("cta.npy")))
        .isInstanceOf(BadDataException.class)
        .hasMessage("there is no such file; did you mean 'cat.npy'?");
    assertThatThrownBy(() -> RawTensorFile.read(folder.resolve("ca.npy"), DType.INT8, Shape.of(1)))
        .hasMessage("there is no such file; did you mean 'cat.npy'?");
  }
}
