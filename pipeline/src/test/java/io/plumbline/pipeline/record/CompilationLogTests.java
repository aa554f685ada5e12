package io.plumbline.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that several prefixes were compiled to has the log of each. */
class CompilationLogTests {
  @TempDir private Path folder;

  private void compiled(String prefix, String line) {
    CompilationLog log = new CompilationLog();
    log.line(line);
    log.write(folder, prefix);
  }

  @Test
  void keepsWhatOthersSaid() {
    compiled("one", "first");
    compiled("two", "second");
    compiled("one", "third");
    assertThat(folder.resolve(CompilationLog.FILE_NAME))
        .hasContent(
            """
            ==== compilation of 'two' ====
            second
            ==== compilation of 'one' ====
            third
            """);
  }
}
