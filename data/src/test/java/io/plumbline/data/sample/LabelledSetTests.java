package io.plumbline.data.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledSetTests {
  @TempDir Path folder;

  @Test
  void readsPathsWithSpaces() throws IOException {
    Path labels = Files.writeString(folder.resolve("l"), "# note\na b/c.jpg 3\n\nd.jpg\t0\n");
    LabelledSet set = LabelledSet.open(folder, labels);
    assertThat(set.entries())
        .containsExactly(
            new LabelledSet.Entry("a b/c.jpg", folder.resolve("a b/c.jpg"), 3),
            new LabelledSet.Entry("d.jpg", folder.resolve("d.jpg"), 0));
    assertThat(set.limit(1).histogram()).containsOnlyKeys(3);
  }

  @Test
  void refusesTwoClassesOfOneFile() throws IOException {
    Path same = Files.writeString(folder.resolve("s"), "a.jpg 1\nb.jpg 2\n./a.jpg 1\n");
    assertThat(LabelledSet.open(folder, same).entries()).hasSize(3);
    Path labels = Files.writeString(folder.resolve("l"), "a.jpg 1\nb.jpg 2\n./a.jpg 3\n");
    assertThatThrownBy(() -> LabelledSet.open(folder, labels))
        .isInstanceOfSatisfying(
            BadDataException.class, e -> assertThat(e.code()).isEqualTo("labels.contradiction"))
        .hasMessageContaining("the class 3 here and the class 1");
  }

  @Test
  void namesTheBadLine() throws IOException {
    Path labels = Files.writeString(folder.resolve("l"), "a.jpg 1\nb.jpg dog\n");
    assertThatThrownBy(() -> LabelledSet.open(folder, labels))
        .isInstanceOfSatisfying(BadDataException.class, e -> assertThat(e.where()).endsWith("l:2"))
        .hasMessageContaining("b.jpg dog");
  }
}
