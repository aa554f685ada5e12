package io.plumbline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputWordsTests {
  @TempDir private Path folder;

  /** A comma divides, unless it is in the name of a file that is there. */
  @Test
  void aCommaInTheNameOfAFileDividesNothing() throws IOException {
    String odd = Files.createFile(folder.resolve("a, b.png")).toString();
    String plain = Files.createFile(folder.resolve("c.png")).toString();
    assertThat(InputWords.of(List.of(odd))).containsExactly(odd);
    assertThat(InputWords.of(List.of(plain + "," + odd, "x.npy,y.npy")))
        .containsExactly(plain, odd, "x.npy", "y.npy");
    assertThat(InputWords.of(List.of("p=" + odd + ",q=" + plain)))
        .containsExactly("p=" + odd, "q=" + plain);
    assertThat(InputWords.of(List.of("p:" + odd, "nul\0,x")))
        .containsExactly("p:" + odd, "nul\0", "x");
  }
}
