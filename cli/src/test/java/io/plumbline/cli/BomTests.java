package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who imports the list of modules gets every one of them, in the version of this build. */
class BomTests {
  private static List<String> all(String pattern, String file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(SharedData.root().resolve(file)))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  @Test
  void itNamesEveryModuleThatMayBeEmbedded() throws IOException {
    String managed = "<artifactId>(plumbline-[\\w-]+)</artifactId><version>\\$\\{project.version}";
    assertThat(all(managed, "bom/pom.xml"))
        .containsExactlyElementsOf(
            all(managed, "pom.xml").stream()
                .filter(module -> !module.equals("plumbline-testkit"))
                .toList());
    String version = "<version>(\\d[\\w.-]+)</version>\\s*<packaging>pom";
    assertThat(all(version, "bom/pom.xml")).isEqualTo(all(version, "pom.xml")).hasSize(1);
  }
}
