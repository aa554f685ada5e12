package io.plumbline.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Run with {@code -Dplumbline.write-docs=true} to write the page. */
class TransformerReferenceTests {
  @Test
  void thePageIsWhatTheCodeReads() throws IOException {
    Path page = SharedData.root().resolve("docs/transformers.md");
    if (Boolean.getBoolean("plumbline.write-docs")) {
      Files.writeString(page, TransformerReference.markdown());
    }
    assertThat(page).content().isEqualTo(TransformerReference.markdown());
  }

  static Stream<String> transformers() {
    return Transformers.SUPPORTED.stream();
  }

  @ParameterizedTest
  @MethodSource("transformers")
  void aMisspeltParameterIsNamedWithTheNearestAndAll(String transformer) {
    List<String> names = TransformerReference.names(transformer);
    for (String name : names) {
      Map<String, Object> given = new HashMap<>();
      given.put(name + "s", 2);
      assertThatThrownBy(() -> Transformers.of(transformer, given))
          .isInstanceOfSatisfying(
              BadConfigurationException.class,
              e -> {
                assertThat(e.getMessage()).contains("'%ss'; did you mean".formatted(name));
                assertThat(e.remedy()).contains(names);
              });
    }
  }
}
