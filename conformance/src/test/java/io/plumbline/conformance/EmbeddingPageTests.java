package io.plumbline.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The Java that the page about embedding shows is that of the example, which is compiled and run.
 */
class EmbeddingPageTests {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern MODULE = Pattern.compile("<artifactId>plumbline-([a-z-]+)<");

  private static String file(String name) throws IOException {
    return Files.readString(SharedData.root().resolve(name));
  }

  @Test
  void everySnippetStandsInTheExample() throws IOException {
    String example = file("examples/embed/src/Embed.java");
    List<MatchResult> snippets = JAVA.matcher(file("docs/embedding.md")).results().toList();
    assertThat(snippets).hasSizeGreaterThan(4);
    assertThat(snippets).allSatisfy(snippet -> assertThat(example).contains(snippet.group(1)));
  }

  @Test
  void theModulesAreInTheBom() throws IOException {
    String bom = file("bom/pom.xml");
    assertThat(MODULE.matcher(file("docs/embedding.md")).results())
        .hasSize(3)
        .allSatisfy(module -> assertThat(bom).contains("plumbline-" + module.group(1)));
    assertThat(
            bom.lines().filter(line -> line.contains("SNAPSHOT")).findFirst().orElseThrow().strip())
        .isIn(file("docs/embedding.md").lines().map(String::strip).toList());
  }
}
