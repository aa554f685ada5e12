package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plumb report}. */
class ReportTests {
  @TempDir private Path folder;

  @Test
  void aPageIsMadeOfTheFilesOfAFolder() throws IOException {
    Files.writeString(folder.resolve("sensitivity_of_node.json"), "{\"samples\": 3}");
    PlumbRun run = PlumbRun.of("report", folder);
    assertThat(run.status()).describedAs(run.err()).isZero();
    assertThat(run.out()).contains("report.html");
    assertThat(folder.resolve("report.html")).exists();
  }

  @Test
  void anEmptyFolderIsBadData() {
    PlumbRun run = PlumbRun.of("report", folder);
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("error[report.nothing]", "docs/findings.md#report.nothing");
  }
}
