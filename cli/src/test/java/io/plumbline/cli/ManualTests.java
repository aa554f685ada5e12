package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of the manual for every command, in what man(7) reads. */
class ManualTests {
  @TempDir private Path folder;

  @Test
  void everyCommandHasAPage() throws Exception {
    PlumbRun run = PlumbRun.of("manual", folder);
    assertThat(run.status()).as(run.err()).isZero();
    List<Path> pages = Scene.files(folder);
    assertThat(run.out()).contains("wrote %d pages below".formatted(pages.size()));
    assertThat(pages)
        .contains(
            folder.resolve("man1/plumb.1"),
            folder.resolve("man1/plumb-compile.1"),
            folder.resolve("man1/plumb-debug-run-all.1"));
    for (Path page : pages) {
      String text = Files.readString(page, StandardCharsets.UTF_8);
      assertThat(text)
          .startsWith(".TH \"" + page.getFileName().toString().replace(".1", "\" 1 "))
          .contains("\n.SH NAME\n", "\n.SH SYNOPSIS\n", "\n.SH DESCRIPTION\n", "\n.SH OPTIONS\n")
          .doesNotContain("${");
      assertThat(text.chars()).allMatch(each -> each < 128);
    }
  }

  @Test
  void pagesSayWhatHelpSays() throws Exception {
    PlumbRun.of("manual", folder);
    String page = Files.readString(folder.resolve("man1/plumb-infer.1"), StandardCharsets.US_ASCII);
    assertThat(page)
        .contains("\n.TP\n\\fB\\-\\-top\\fR=\\fI<top>\\fR\nShow the N largest elements")
        .contains("npy, bin or txt (default: npy).", ".SH SEE ALSO\n\\fBplumb\\fR(1)");
  }
}
