package io.plumbline.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.codegen.cost.Roofline;
import io.plumbline.tensor.BadConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RooflineFileTests {
  private static final String WHOLE =
      """
      name: board
      clock_mhz: 800
      macs_per_cycle_int8: 1024
      macs_per_cycle_int16: 256
      memory_gb_per_s: 12.8
      """;

  @TempDir private Path folder;

  private Roofline read(String text) throws IOException {
    return RooflineFile.read(Files.writeString(folder.resolve("d.yaml"), text));
  }

  @Test
  void everyKeyHasItsEffect() throws IOException {
    assertThat(read(WHOLE)).isEqualTo(new Roofline("board", 800, 1024, 256, 12.8));
  }

  @ParameterizedTest
  @CsvSource({
    "clock_mhz: 800, clock_mhz: fast, 'd.yaml:2'",
    "clock_mhz: 800, clock_mhz: 0, a number above 0",
    "clock_mhz: 800, clock_mhz: NaN, a number above 0",
    "clock_mhz: 800, clock_mhz: Infinity, a number above 0",
    "clock_mhz: 800, clock: 800, no key here",
    "memory_gb_per_s: 12.8, '', memory_gb_per_s"
  })
  void mistakesAreNamed(String line, String mistake, String told) {
    assertThatThrownBy(() -> read(WHOLE.replace(line, mistake)))
        .isInstanceOfSatisfying(
            BadConfigurationException.class,
            e -> assertThat(e.where() + " " + e.getMessage()).contains(told));
  }
}
