package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What commands print fits the screen, and no word of it is cut or lost there. */
class ScreenWidthTests {
  /** How the launcher says how wide the screen is, and that standard output leads to it. */
  private static final List<String> SAID = List.of("plumbline.columns", "plumbline.screens");

  /** What stands as far right is a command, to be copied whole; names of files are whole, too. */
  private static final String COMMAND = "    ";

  @TempDir private static Path folder;

  @BeforeAll
  static void compile() {
    new Scene(folder).compiled(4);
  }

  static Stream<Arguments> screens() {
    List<String> lines =
        List.of(
            "--help",
            "compile --help",
            "debug sensitivity --help",
            "check -m MODEL",
            "compile -c SCENE/net.yaml --no-native",
            "eval MODEL,SCENE/out/net_quantized_model.onnx --data EVALUATION --labels LABELS"
                + " --preprocess PREPROCESS --limit 8",
            "info MODEL --nodes --tensors",
            "verify -m MODEL,SCENE/out/net_quantized_model.onnx -i PICTURE --preprocess PREPROCESS",
            "doctor -c SCENE/net.yaml --data EVALUATION --labels LABELS --limit 8",
            "debug sensitivity SCENE/out -d 1",
            "targets",
            "explain shape");
    return lines.stream()
        .flatMap(line -> IntStream.of(60, 80, 120).mapToObj(width -> Arguments.of(line, width)));
  }

  @ParameterizedTest
  @MethodSource("screens")
  void nothingIsWiderOrCut(String line, int width) {
    Set<String> lost = words(on(Integer.MAX_VALUE, line).out());
    String shown = on(width, line).out();
    assertThat(shown.lines().filter(each -> each.length() > width))
        .as("lines wider than %d", width)
        .allMatch(each -> each.startsWith(COMMAND) || namesFile(each));
    lost.removeAll(words(shown));
    assertThat(lost).isEmpty();
  }

  private static boolean namesFile(String line) {
    return Stream.of(folder, Scene.EXAMPLE).anyMatch(each -> line.contains(each.toString()));
  }

  private static Set<String> words(String text) {
    return Stream.of(text.split("[\\s|/+,_.:;=\\-\\[\\]…]+"))
        .filter(ScreenWidthTests::lasts)
        .collect(Collectors.toSet());
  }

  /** Words are those between the places where a cell may be broken; figures of time differ. */
  private static boolean lasts(String word) {
    return !word.matches("[0-9]*[a-z]{0,2}");
  }

  private static PlumbRun on(int width, String line) {
    System.setProperty(SAID.getFirst(), String.valueOf(width));
    System.setProperty(SAID.getLast(), "1");
    try {
      return new Scene(folder).run(line);
    } finally {
      SAID.forEach(System::clearProperty);
    }
  }
}
