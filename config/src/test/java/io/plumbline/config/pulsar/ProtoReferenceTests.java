package io.plumbline.config.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dplumbline.write-docs=true} to write the page. */
class ProtoReferenceTests {
  @Test
  void thePageIsWhatTheTableSays() throws IOException {
    Path page = SharedData.root().resolve("docs/pulsar.md");
    String made = ProtoReference.markdown(ProtoSchema.PULSAR);
    if (Boolean.getBoolean("plumbline.write-docs")) {
      Files.writeString(page, made);
    }
    assertThat(page).content().isEqualTo(made);
  }

  @Test
  void everyMessageThatIsNamedIsThere() {
    ProtoSchema.PULSAR.messages().values().stream()
        .flatMap(fields -> fields.stream())
        .forEach(
            field -> {
              if (field.type() instanceof FieldType.Nested(String kind)) {
                assertThat(ProtoSchema.PULSAR.fields(kind)).isNotEmpty();
              }
            });
  }
}
