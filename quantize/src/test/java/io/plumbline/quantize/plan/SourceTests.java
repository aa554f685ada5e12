package io.plumbline.quantize.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SourceTests {
  @Test
  void wordsAreReadBack() {
    for (Source source :
        List.of(
            new Source.Calibrated("max-percentile:0.99995"),
            new Source.Loaded(),
            new Source.Fixed(),
            new Source.SharedWith("conv:0"))) {
      assertThat(Source.parse(source.word())).isEqualTo(source);
    }
    assertThat(new Source.SharedWith("a").word()).isEqualTo("shared:a");
  }
}
