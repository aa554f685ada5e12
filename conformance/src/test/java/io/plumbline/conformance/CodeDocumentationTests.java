package io.plumbline.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.catalogue.CataloguePage;
import io.plumbline.report.catalogue.CodeCatalogue;
import io.plumbline.report.catalogue.CodeMeaning;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each code of a finding or an error in the sources is in the catalogue, each in the catalogue is
 * in the sources, and the page says what the catalogue says. Run with {@code
 * -Dplumbline.write-docs=true} to write the page.
 */
class CodeDocumentationTests {
  private static final Pattern COMMENT =
      Pattern.compile("/\\*.*?\\*/|(?m:^\\s*//[^\\n]*)", Pattern.DOTALL);

  /** Whole strings of two words with a dot between. */
  private static final Pattern DOTTED =
      Pattern.compile("\"([a-z]+(?:-[a-z]+)*\\.[a-z0-9][a-z0-9-]*)\"");

  /** Codes of one word, and that of a gate, which Python programs know as it is. */
  private static final List<String> WITHOUT_DOT =
      List.of("gate-missed", "internal", "interrupted", "usage");

  /** What else looks so: properties, domains, packages, file names. */
  private static final Pattern OTHER =
      Pattern.compile(
          "(os|java|file|user|plumbline|io|com|ai)\\..*|.*\\.(yaml|tsv|txt|json|csv|log|html|js|css|md|p12)");

  @Test
  void theCatalogueHasTheCodesOfTheSources() {
    TreeSet<String> used = new TreeSet<>(WITHOUT_DOT);
    for (String text : SourceFiles.ofMain().texts().values()) {
      Matcher literal = DOTTED.matcher(COMMENT.matcher(text).replaceAll(""));
      while (literal.find()) {
        if (!OTHER.matcher(literal.group(1)).matches()) {
          used.add(literal.group(1));
        }
      }
    }
    assertThat(codes())
        .as(
            "give a new code its line in report/src/main/resources/io/plumbline/report/catalogue,"
                + " then run this with -Dplumbline.write-docs=true")
        .containsExactlyInAnyOrderElementsOf(used);
  }

  @Test
  void eachPartIsInOrder() {
    assertThat(CodeCatalogue.parts())
        .allSatisfy(part -> assertThat(part.codes()).extracting(CodeMeaning::code).isSorted());
  }

  @Test
  void everyMeaningAndRemedyIsASentence() {
    assertThat(CodeCatalogue.parts().stream().flatMap(part -> part.codes().stream()))
        .allSatisfy(
            code ->
                assertThat(List.of(code.meaning(), code.remedy()))
                    .allSatisfy(text -> assertThat(text).matches("[A-Z'].*\\.")));
  }

  @Test
  void thePageIsWhatTheCatalogueSays() throws IOException {
    Path page = SharedData.root().resolve(CodeCatalogue.PAGE);
    if (Boolean.getBoolean("plumbline.write-docs")) {
      Files.writeString(page, CataloguePage.markdown());
    }
    assertThat(page).content().isEqualTo(CataloguePage.markdown());
  }

  private static List<String> codes() {
    return CodeCatalogue.parts().stream()
        .flatMap(part -> part.codes().stream())
        .map(CodeMeaning::code)
        .toList();
  }
}
