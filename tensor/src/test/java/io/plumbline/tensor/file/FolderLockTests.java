package io.plumbline.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.parallel.Threads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTests {
  private static final int TAKEN = 0;
  private static final int REFUSED = 3;

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

  /** Who tries in vain here must not end the lock towards other programs. */
  @Test
  void otherProgramsAreKeptOutWhateverHappensInThisOne() throws Exception {
    try (FolderLock _ = FolderLock.take(folder)) {
      assertThat(takenByAnother()).isEqualTo(REFUSED);
      assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(EnvironmentException.class);
      assertThat(takenByAnother()).isEqualTo(REFUSED);
    }
    assertThat(takenByAnother()).isEqualTo(TAKEN);
  }

  private int takenByAnother() throws Exception {
    return another(ProcessBuilder.Redirect.DISCARD).waitFor();
  }

  /** A program that takes the folder it is given and ends. */
  static final class Taker {
    private Taker() {}

    static void main(String[] arguments) {
      try (FolderLock _ = FolderLock.take(Path.of(arguments[0]))) {
        Runtime.getRuntime().exit(TAKEN);
      } catch (EnvironmentException e) {
        System.err.println(e.getMessage());
        Runtime.getRuntime().exit(e.code().equals("environment.folder-in-use") ? REFUSED : 1);
      }
    }
  }

  @Test
  void whoHoldsItIsNamed() throws Exception {
    try (FolderLock _ = FolderLock.take(folder)) {
      assertThatThrownBy(() -> FolderLock.take(folder)).hasMessageContaining("this process");
      assertThat(toldToAnother())
          .contains("process %d, is writing".formatted(ProcessHandle.current().pid()));
    }
  }

  private String toldToAnother() throws Exception {
    Process other = another(ProcessBuilder.Redirect.PIPE);
    String told = new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor()).isEqualTo(REFUSED);
    return told;
  }

  private Process another(ProcessBuilder.Redirect error) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Taker.class.getName(),
            folder.toString())
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(error)
        .start();
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
