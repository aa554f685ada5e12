package io.plumbline.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.pipeline.request.Effort;
import io.plumbline.quantize.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccuracyPageTests {
  @Test
  void thePageShowsWhatWasMeasured() throws IOException {
    PageOfFigures.requireShown(AccuracyTable.FIGURES, AccuracyPage::render);
  }

  @Test
  void thePageShowsWhatTechniquesWin() throws IOException {
    PageOfFigures.requireShown(AblationTable.FIGURES, AblationPage::render);
  }

  @Test
  void thePageShowsWhatOtherPrecisionsComeTo() throws IOException {
    PageOfFigures.requireShown(PrecisionTable.FIGURES, PrecisionPage::render);
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
