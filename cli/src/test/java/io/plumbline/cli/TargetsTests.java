package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.quantize.target.BuiltInTarget;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class TargetsTests {
  @Test
  void everyTargetIsListedAndOnThePage() throws IOException {
    PlumbRun run = PlumbRun.of("targets");
    String page = Files.readString(SharedData.root().resolve("docs/targets.md"));
    assertThat(run.status()).isZero();
    for (BuiltInTarget known : BuiltInTarget.ALL) {
      assertThat(run.out()).contains(known.target().name());
      assertThat(page).contains("| `" + known.target().name() + "`");
    }
    assertThat(run.out()).contains("bayes-e", "AX650");
  }
}
