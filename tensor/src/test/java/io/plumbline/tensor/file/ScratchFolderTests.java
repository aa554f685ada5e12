package io.plumbline.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTests {
  private static final String PREFIX = "plumbline-scratch-test";

  @TempDir private Path elsewhere;

  private static Path left(Duration ago) throws IOException {
    Path folder = Files.createTempDirectory(PREFIX);
    Files.writeString(folder.resolve("library.so"), "code");
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(ago)));
    return folder;
  }

  @Test
  void whatAKilledProcessLeftIsDeletedAndWhatIsInUseStays() throws IOException {
    Path old = left(Duration.ofDays(2));
    Path recent = left(Duration.ofHours(1));
    Path other = Files.move(left(Duration.ofDays(2)), old.resolveSibling(PREFIX + "-of-others"));
    Path linked = Files.createDirectory(elsewhere.resolve("linked"));
    Files.setLastModifiedTime(linked, FileTime.from(Instant.EPOCH));
    Path link = Files.createSymbolicLink(old.resolveSibling(PREFIX + "1"), linked);
    try (ScratchFolder folder = ScratchFolder.createBrief(PREFIX)) {
      assertThat(folder.path()).isEmptyDirectory();
      assertThat(old).doesNotExist();
      assertThat(recent).isNotEmptyDirectory();
      assertThat(other).isNotEmptyDirectory();
      assertThat(linked).exists();
    } finally {
      Files.delete(link);
      for (Path kept : new Path[] {recent, other}) {
        Files.delete(kept.resolve("library.so"));
        Files.delete(kept);
      }
    }
  }
}
