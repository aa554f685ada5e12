package io.plumbline.config.yaml;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class YamlReaderTests {
  /** A pipe would give its text to whoever looks first, and nothing to the next. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /dev/null")
  void aPipeOrDeviceIsRefusedByWhatItIs() {
    assertThatThrownBy(() -> YamlReader.text(Path.of("/dev/null")))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("a pipe or a device");
  }
}
