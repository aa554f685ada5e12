package io.plumbline.benchmarks.emitted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomePageTests {
  /** The project's folder; tests of a module run in the module's. */
  private static final Path HOME = Path.of(System.getProperty("plumbline.root", ".."));

  @Test
  void thePageShowsWhatWasRun() throws IOException {
    String page = Files.readString(HOME.resolve(EmittedTable.PAGE));
    Outcomes outcomes = Outcomes.open(HOME.resolve(EmittedTable.FIGURES));
    assertThat(OutcomePage.render(page, outcomes)).isEqualTo(page);
  }

  @Test
  void outcomesAreReadBackAsTheyWere(@TempDir Path folder) {
    Outcomes written = Outcomes.open(folder.resolve("outcomes.json"));
    written.put(new Outcomes.Key("ResNet-8", "avx2"), Outcomes.EQUAL);
    written.put(new Outcomes.Key("ResNet-8", "vector"), "output 'y' differs from byte 7 on");
    Outcomes read = Outcomes.open(folder.resolve("outcomes.json"));
    assertThat(read.byModel()).isEqualTo(written.byModel());
    assertThat(read.has(new Outcomes.Key("ResNet-8", "avx2"))).isTrue();
  }

  @Test
  void everyWayHasALabelOfItsOwn() {
    assertThat(Way.labels()).doesNotHaveDuplicates();
    assertThat(Way.labels())
        .containsAll(Way.all(Optional.empty()).stream().map(Way::label).toList());
  }
}
