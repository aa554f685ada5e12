package io.plumbline.tensor.file;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverwritingTests {
  @TempDir private Path folder;

  @BeforeEach
  void place() throws IOException {
    Files.createDirectories(folder.resolve("in/deep"));
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("in/model"), "m");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("in/model"));
    Files.createSymbolicLink(folder.resolve("folder"), folder.resolve("in"));
  }

  @ParameterizedTest
  @CsvSource({
    "in/model, in/model",
    "in/model, in/deep/../model",
    "in/model, folder/model",
    "link, in/model",
    "link, link",
    "folder/model, in/model",
    "in, in/new",
    "folder, in/new",
    "in/deep, in",
    "in/absent, in/absent",
  })
  void outputsThatWouldReplaceInputsAreRefused(String input, String output) {
    assertThatThrownBy(
            () ->
                Overwriting.refuse(List.of(folder.resolve(input)), List.of(folder.resolve(output))))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(folder.resolve(input).toString());
  }

  @ParameterizedTest
  @CsvSource({"in/model, out/model", "in/model, in/model2", "in, in/deep/new", "in, out/a/b/c"})
  void outputsBesideInputsAreNot(String input, String output) {
    assertThatCode(
            () ->
                Overwriting.refuse(List.of(folder.resolve(input)), List.of(folder.resolve(output))))
        .doesNotThrowAnyException();
  }

  /** Outputs take the place of names, so the other name of a file keeps its content. */
  @Test
  void aHardLinkIsAnotherFile() throws IOException {
    Path other = folder.resolve("out/hard");
    Files.createLink(other, folder.resolve("in/model"));
    assertThatCode(() -> Overwriting.refuse(List.of(folder.resolve("in/model")), List.of(other)))
        .doesNotThrowAnyException();
  }
}
