package io.plumbline.benchmarks.cost;

import io.plumbline.benchmarks.accuracy.PageOfFigures;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CostPageTests {
  @Test
  void thePageShowsWhatWasMeasured() throws IOException {
    PageOfFigures.requireShown(CostTable.FIGURES, CostPage::render);
  }
}
