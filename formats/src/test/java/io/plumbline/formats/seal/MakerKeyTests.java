package io.plumbline.formats.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakerKeyTests {
  private static final MemorySegment BYTES = MemorySegment.ofArray(new byte[] {1, 2, 3});

  @TempDir private Path folder;

  @Test
  void aKeyIsMadeOnceAndFound() {
    assertThat(MakerKey.find(folder)).isEmpty();
    String mark = MakerKey.make(folder.resolve("state")).mark(BYTES);
    assertThat(MakerKey.make(folder.resolve("state")).mark(BYTES)).isEqualTo(mark);
    assertThat(MakerKey.find(folder.resolve("state")).orElseThrow().mark(BYTES)).isEqualTo(mark);
    assertThat(MakerKey.make(folder.resolve("other")).mark(BYTES)).isNotEqualTo(mark);
  }

  @Test
  void aKeyThatOthersCanReadProvesNothing() throws IOException {
    MakerKey.make(folder);
    Path file = folder.resolve("maker-key");
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(MakerKey.find(folder)).isEmpty();
    assertThatThrownBy(() -> MakerKey.make(folder))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("others may read or replace it");
  }

  @Test
  void aKeyThatOthersCanReplaceProvesNothing() throws IOException {
    MakerKey.make(folder);
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(MakerKey.find(folder)).isEmpty();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    assertThat(MakerKey.find(folder)).isPresent();
    Path linked = Files.createDirectory(folder.resolve("linked"));
    Files.createSymbolicLink(linked.resolve("maker-key"), folder.resolve("maker-key"));
    assertThat(MakerKey.find(linked)).isEmpty();
  }

  /** Java says so of users that nobody registered, and then the folder at hand is anybody's. */
  @Test
  void nothingIsLookedForBesideTheWorkWhereThereIsNoHome() {
    Path homeless = Path.of("?", ".local", "state", "plumbline");
    assertThat(MakerKey.find(homeless)).isEmpty();
    assertThatThrownBy(() -> MakerKey.make(homeless))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("no home folder");
  }

  @Test
  void aDamagedKeyIsNone() throws IOException {
    MakerKey.make(folder);
    Files.write(folder.resolve("maker-key"), new byte[31]);
    assertThat(MakerKey.find(folder)).isEmpty();
  }
}
