package io.plumbline.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.parallel.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTests {
  @TempDir private Path folder;

  @Test
  void oneAtATimeHoldsAFolder() throws IOException {
    try (FolderLock _ = FolderLock.take(folder)) {
      assertThatThrownBy(() -> FolderLock.take(folder))
          .isInstanceOfSatisfying(
              EnvironmentException.class,
              e -> assertThat(e.code()).isEqualTo("environment.folder-in-use"));
    }
    try (FolderLock _ = FolderLock.take(folder)) {
      assertThat(folder.resolve(FolderLock.FILE_NAME)).exists();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void manyThatTryNeverMeet() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger entered = new AtomicInteger();
    Threads.each(
        4,
        "taker",
        2000,
        (_, _) -> {
          try (FolderLock _ = FolderLock.take(folder)) {
            assertThat(inside.incrementAndGet()).isEqualTo(1);
            entered.incrementAndGet();
            inside.decrementAndGet();
          } catch (EnvironmentException e) {
            assertThat(e.code()).isEqualTo("environment.folder-in-use");
          }
        });
    assertThat(entered.get()).isPositive();
  }

  /** A lock file that a killed run left is nobody's. */
  @Test
  void aFileThatNobodyLocksIsNoObstacle() throws IOException {
    Files.writeString(folder.resolve(FolderLock.FILE_NAME), "left by a kill");
    FolderLock.take(folder).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aPlantedLinkIsNotFollowed() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "mine");
    Files.createSymbolicLink(folder.resolve(FolderLock.FILE_NAME), outside);
    assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(EnvironmentException.class);
    assertThat(Files.readString(outside)).isEqualTo("mine");
  }
}
