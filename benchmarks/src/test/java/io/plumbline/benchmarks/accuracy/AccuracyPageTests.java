package io.plumbline.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.pipeline.request.Effort;
import io.plumbline.quantize.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccuracyPageTests {
  /** The project's folder; tests of a module run in the module's. */
  private static final Path HOME = Path.of(System.getProperty("plumbline.root", ".."));

  @Test
  void thePageShowsWhatWasMeasured() throws IOException {
    String page = Files.readString(HOME.resolve(AccuracyTable.PAGE));
    Measurements measured = Measurements.open(HOME.resolve(AccuracyTable.FIGURES));
    assertThat(AccuracyPage.render(page, measured.all())).isEqualTo(page);
  }

  @Test
  void thePageShowsWhatTechniquesWin() throws IOException {
    String page = Files.readString(HOME.resolve(AccuracyTable.PAGE));
    Measurements measured = Measurements.open(HOME.resolve(AblationTable.FIGURES));
    assertThat(AblationPage.render(page, measured.all())).isEqualTo(page);
  }

  @Test
  void thePageShowsWhatOtherPrecisionsComeTo() throws IOException {
    String page = Files.readString(HOME.resolve(AccuracyTable.PAGE));
    Measurements measured = Measurements.open(HOME.resolve(PrecisionTable.FIGURES));
    assertThat(PrecisionPage.render(page, measured.all())).isEqualTo(page);
  }

  @Test
  void figuresAreReadBackAsTheyWere(@TempDir Path folder) {
    Subject subject = Subjects.all().getFirst();
    SequencedMap<String, Double> numbers = new LinkedHashMap<>();
    numbers.put(Figures.COSINE, 0.1 + 0.2);
    numbers.put(Figures.DECIBELS, Double.POSITIVE_INFINITY);
    Trial done = new Trial(subject, Effort.FAST, Target.GENERIC);
    Trial failed = new Trial(subject, Effort.BALANCED, Target.GENERIC);
    Measurements written = Measurements.open(folder.resolve("figures.json"));
    written.put(done, Figures.of(numbers));
    written.put(failed, Figures.failed("code: what's wrong"));
    Measurements read = Measurements.open(folder.resolve("figures.json"));
    assertThat(read.all()).isEqualTo(written.all());
    assertThat(read.has(done)).isTrue();
  }

  @Test
  void everySubjectHasANameOfItsOwn() {
    assertThat(Subjects.all()).extracting(Subject::name).doesNotHaveDuplicates();
  }
}
