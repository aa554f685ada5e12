package io.plumbline.config.horizon;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dplumbline.write-docs=true} to write the page. */
class ConfigReferenceTests {
  @Test
  void thePageIsWhatTheCatalogueSays() throws IOException {
    Path page = SharedData.root().resolve("docs/configuration.md");
    if (Boolean.getBoolean("plumbline.write-docs")) {
      Files.writeString(page, ConfigReference.markdown());
    }
    assertThat(page).content().isEqualTo(ConfigReference.markdown());
  }

  @Test
  void everyKeyOfQuantConfigIsOnThePage() {
    String page = ConfigReference.markdown();
    String section = page.substring(page.indexOf("## `quant_config`"));
    assertThat(QuantConfig.keys()).allSatisfy(key -> assertThat(section).contains("`" + key + "`"));
  }

  @Test
  void everyArchitectureIsOnThePageOfTargets() throws IOException {
    String page = Files.readString(SharedData.root().resolve("docs/targets.md"));
    for (BuiltInTarget target : BuiltInTarget.ALL) {
      assertThat(March.nearestTo(target.target()))
          .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }
  }
}
