package io.plumbline.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TensorFileNamesTests {
  static List<List<String>> dumps() {
    return List.of(
        List.of("a/b", "a_b"),
        List.of("a_b", "a/b", "a:b", "a.b"),
        List.of("Conv", "conv"),
        List.of("n".repeat(3000) + "1", "n".repeat(3000) + "2"),
        List.of("é".repeat(300), "è".repeat(300)),
        List.of("..", ".", "", "/", "~", "_"),
        List.of("a\u0000b", "a\nb", "a\u001b[31mb"));
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void everyTensorHasAFileOfItsOwn(List<String> tensors) {
    Set<String> files = new HashSet<>();
    TensorFileNames.of(tensors)
        .forEach(
            (tensor, file) -> {
              assertThat(file).matches("[A-Za-z0-9_~-][A-Za-z0-9._~-]*");
              assertThat(file.length()).isBetween(1, TensorFileNames.LONGEST);
              files.add(file.toLowerCase(Locale.ROOT));
            });
    assertThat(files).hasSameSizeAs(tensors);
    assertThat(TensorFileNames.of(tensors).keySet()).containsExactlyElementsOf(tensors);
  }

  @Test
  void plainNamesStayAsTheyAre() {
    assertThat(TensorFileNames.of(List.of("a/b", "a_b", "/c")).sequencedValues())
        .containsExactly("a_b~c14cddc033f6", "a_b", "_c");
  }
}
