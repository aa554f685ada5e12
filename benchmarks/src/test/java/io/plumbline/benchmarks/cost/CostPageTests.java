package io.plumbline.benchmarks.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.benchmarks.accuracy.AccuracyTable;
import io.plumbline.benchmarks.accuracy.Measurements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CostPageTests {
  /** The project's folder; tests of a module run in the module's. */
  private static final Path HOME = Path.of(System.getProperty("plumbline.root", ".."));

  @Test
  void thePageShowsWhatWasMeasured() throws IOException {
    String page = Files.readString(HOME.resolve(AccuracyTable.PAGE));
    Measurements measured = Measurements.open(HOME.resolve(CostTable.FIGURES));
    assertThat(CostPage.render(page, measured.all())).isEqualTo(page);
  }
}
