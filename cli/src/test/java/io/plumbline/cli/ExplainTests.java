package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.catalogue.CodeCatalogue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExplainTests {
  @Test
  void aCodeIsExplainedAlone() {
    PlumbRun run = PlumbRun.of("explain", "model.missing-file");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            model.missing-file
              meaning  There is no such model file, or what is named is a folder, a pipe or a device.
              to do    Check the path.

            """);
  }

  @Test
  void aBeginningNamesAllThatBeginLikeIt() {
    PlumbRun run = PlumbRun.of("explain", "shape.", "data.blank", "--json");
    Set<String> codes = new TreeSet<>();
    run.json().get("codes").forEach(code -> codes.add(code.get("code").asString()));
    assertThat(codes).contains("shape.dynamic", "data.blank");
    codes.remove("data.blank");
    assertThat(codes).hasSizeGreaterThan(1).allMatch(code -> code.startsWith("shape."));
  }

  /** Also codes without a dot; and a word that is none keeps nothing from being explained. */
  @Test
  void whatIsKnownIsExplainedBesideWhatIsNot() {
    assertThat(PlumbRun.of("explain", "gate-missed").out()).contains("--min-cosine", "to do");
    PlumbRun run = PlumbRun.of("explain", "nothing.such", "data.blank", "nor.this");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).startsWith("data.blank").contains("meaning", "to do");
    assertThat(run.err()).contains("no code begins with 'nothing.such' or 'nor.this'");
  }

  @Test
  void allAreListedWithoutAWord() {
    Set<String> codes =
        CodeCatalogue.parts().stream()
            .flatMap(part -> part.codes().stream().map(code -> code.code()))
            .collect(Collectors.toSet());
    assertThat(PlumbRun.of("explain").out().lines().collect(Collectors.toSet())).containsAll(codes);
  }

  @Test
  void aWordThatBeginsNoneIsWrongUsage() {
    PlumbRun run = PlumbRun.of("explain", "modell");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("no code begins with 'modell'", "'plumb explain' lists them");
  }
}
