package io.plumbline.data.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tar file stands for the folder that it was made of. */
class DataArchiveTests {
  @TempDir private Path folder;

  /** Writes an entry of its own for each path; folders end in a slash. */
  private Path archive(List<String> names, byte[] content) throws IOException {
    Path file = folder.resolve("data.tar");
    try (OutputStream bytes = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (String name : names) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(entry.isDirectory() ? 0 : content.length);
        tar.putArchiveEntry(entry);
        tar.write(content, 0, (int) entry.getSize());
        tar.closeArchiveEntry();
      }
    }
    return file;
  }

  private byte[] array() throws IOException {
    Path file = folder.resolve("array.npy");
    NpyFile.write(file, Tensor.of(Shape.of(2), 1f, 2f));
    return Files.readAllBytes(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "./", "set/", "deep/set/"})
  void samplesAreThoseOfTheFolder(String prefix) throws IOException {
    List<String> names =
        List.of(prefix + "b.npy", prefix + "ä.npy", prefix + "a.npy", prefix + ".hidden");
    Path file = archive(names, array());
    CalibrationSet set =
        CalibrationSet.open(
            List.of(
                new CalibrationSet.Source(
                    new InputSpec("x", DType.FLOAT32, List.of(2L)),
                    file,
                    new FileFormat.Arrays())));
    assertThat(set.loadAll(1)).extracting(Sample::name).containsExactly("a.npy", "b.npy", "ä.npy");
    assertThat(set.findings()).isEmpty();
  }

  @Test
  void foldersInItStayApart() throws IOException {
    Path file = archive(List.of("cat/", "cat/1.npy", "dog/1.npy", "labels.txt"), array());
    Path unpacked = DataArchive.folder(file);
    assertThat(unpacked.resolve("cat/1.npy")).hasBinaryContent(array());
    assertThat(unpacked.resolve("dog/1.npy")).isRegularFile();
    assertThat(DataArchive.folder(file)).isEqualTo(unpacked);
    assertThat(unpacked).hasFileName("data.tar");
  }

  @Test
  void anythingElseIsItself() throws IOException {
    Path named = Files.createDirectory(folder.resolve("folder.tar"));
    assertThat(DataArchive.folder(named)).isEqualTo(named);
    assertThat(DataArchive.folder(folder.resolve("absent.tar")))
        .isEqualTo(folder.resolve("absent.tar"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out.npy", "a/../../out.npy", "/out.npy", "a/../..", "."})
  void nothingLeadsOutOfIt(String name) throws IOException {
    Path file = archive(List.of("a.npy", name), array());
    assertThatThrownBy(() -> DataArchive.folder(file))
        .isInstanceOfSatisfying(
            BadDataException.class, e -> assertThat(e.code()).isEqualTo("data.archive"))
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {TarArchiveEntry.LF_SYMLINK, TarArchiveEntry.LF_LINK, TarArchiveEntry.LF_FIFO})
  void linksAndDevicesAreRefused(byte kind) throws IOException {
    Path file = folder.resolve("odd.tar");
    try (OutputStream bytes = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry("odd", kind);
      entry.setLinkName("/etc/passwd");
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    assertThatThrownBy(() -> DataArchive.folder(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("'odd' is a link");
  }

  @Test
  void aDamagedFileIsSaidToBe() throws IOException {
    byte[] whole = Files.readAllBytes(archive(List.of("a.npy", "b.npy"), new byte[4000]));
    Path cut = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(whole, 3000));
    Path text = Files.writeString(folder.resolve("text.tar"), "no archive".repeat(200));
    for (Path file : List.of(cut, text)) {
      assertThatThrownBy(() -> DataArchive.folder(file))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("cannot be read as a tar file");
    }
  }
}
