package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    assertThat(run.err()).contains("error[report.nothing]", "(plumb explain report.nothing)");
  }

  @Test
  void onlyAFolderHasReports() throws IOException {
    Path file = Files.writeString(folder.resolve("p.json"), "{}");
    for (Path wrong : List.of(file, folder.resolve("nosuch"))) {
      PlumbRun run = PlumbRun.of("report", wrong);
      assertThat(run.status()).as(run.err()).isEqualTo(3);
      assertThat(run.err()).contains("error[report.folder]").doesNotContain("Exception");
    }
  }
}
