package io.plumbline.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemMessageTests {
  @TempDir private Path folder;

  @Test
  void namesWhatIsTheMatterAndNoClass() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(SystemMessage.of(failure(() -> Files.createDirectory(file))))
        .isEqualTo("there is one already: " + file);
    Path none = folder.resolve("none");
    assertThat(SystemMessage.of(failure(() -> Files.readAllBytes(none))))
        .isEqualTo("there is no " + none);
    assertThat(SystemMessage.of(new NotDirectoryException(file.toString())))
        .isEqualTo("this is no folder: " + file);
    assertThat(SystemMessage.of(failure(() -> Files.delete(folder))))
        .isEqualTo("the folder is not empty: " + folder);
    List.of(
            new AccessDeniedException("f"),
            new UnknownHostException("h"),
            new ClosedChannelException(),
            new IOException())
        .forEach(
            each -> assertThat(SystemMessage.of(each)).isNotEmpty().doesNotContain("Exception"));
  }

  /** Work that fails. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static IOException failure(Work work) {
    return catchThrowableOfType(IOException.class, work::run);
  }
}
