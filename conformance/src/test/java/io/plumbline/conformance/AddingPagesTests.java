package io.plumbline.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.conformance.AddingPage.Claim;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages that say what an addition touches list no file that is not there, and miss none: the
 * example of its kind is named in no other file.
 */
class AddingPagesTests {
  private static final SourceFiles SOURCES = SourceFiles.ofMain();

  static Stream<Path> pages() throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(SharedData.root().resolve("docs"), "adding-*.md")) {
      return StreamSupport.stream(found.spliterator(), false).sorted().toList().stream();
    }
  }

  static Stream<Claim> claims() throws IOException {
    return pages().flatMap(page -> AddingPage.claims(page).stream());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageSaysHowManyFiles(Path page) {
    assertThat(AddingPage.claims(page)).as("'Files to touch: N' in " + page).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("claims")
  void theCountIsTheLengthOfTheList(Claim claim) {
    assertThat(claim.files()).hasSize(claim.count());
  }

  @ParameterizedTest
  @MethodSource("claims")
  void everyListedFileIsThere(Claim claim) {
    for (String file : claim.files()) {
      Pattern pattern = AddingPage.regex(file);
      assertThat(SOURCES.paths()).as(file).anyMatch(path -> pattern.matcher(path).matches());
    }
  }

  @ParameterizedTest
  @MethodSource("claims")
  void theExampleIsNamedInListedFilesOnly(Claim claim) {
    if (claim.example().isEmpty()) {
      return;
    }
    TreeSet<String> naming = SOURCES.naming(claim.example().get());
    assertThat(naming).as(claim.example().get()).isNotEmpty().allMatch(claim::lists);
  }

  @Test
  void aPartThatMissesAFileIsFound(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("adding-a-thing.md");
    Files.writeString(
        page,
        """
        # Adding a thing

        Files to touch: one. Example to follow: `Artifact.NODE_INFO`.

        | file | what |
        |---|---|
        | `pipeline/…/request/Artifact.java` | a constant |
        """);
    Claim claim = AddingPage.claims(page).getFirst();
    assertThat(claim.files())
        .isEqualTo(List.of("pipeline/src/main/java/io/plumbline/pipeline/request/Artifact.java"));
    assertThat(SOURCES.naming("Artifact.NODE_INFO")).anyMatch(path -> !claim.lists(path));
  }
}
