package io.plumbline.conformance.random;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.parallel.VectorWidth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processors of other kinds compute the same: programs and results at every vector width, which
 * this machine may have to imitate, and without the instructions that newer processors have.
 */
class VectorPathsTests {
  private static final List<Long> FEW = LongStream.range(0, 4).boxed().toList();
  private static final List<Long> MANY = LongStream.range(0, 40).boxed().toList();

  private static final Map<Long, String> LINES = new ConcurrentHashMap<>();

  @ParameterizedTest(name = "{0} bits")
  @ValueSource(ints = {64, 128, 256, 512})
  void resultsAreEqualAtEveryVectorWidth(int bits) throws IOException, InterruptedException {
    List<String> lines = run(FEW, "-D%s=%d".formatted(VectorWidth.PROPERTY, bits));
    assertThat(lines.getFirst()).isEqualTo(bits + " bits");
    requireEqual(lines, FEW);
  }

  /** Flags of the virtual machine that take instructions away; unknown ones are passed over. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"-XX:UseAVX=0", "-XX:UseAVX=1", "-XX:UseAVX=2", "-XX:-UseFMA"})
  @Tag("slow")
  void resultsAreEqualWithoutNewerInstructions(String flag)
      throws IOException, InterruptedException {
    requireEqual(run(MANY, flag), MANY);
  }

  /** What this process makes of a seed. */
  private static String here(long seed) {
    return LINES.computeIfAbsent(seed, VectorPath::line);
  }

  private static void requireEqual(List<String> lines, List<Long> seeds) {
    assertThat(lines.subList(1, lines.size()))
        .containsExactlyElementsOf(seeds.stream().map(VectorPathsTests::here).toList())
        .allMatch(line -> line.endsWith(" equal"));
  }

  /** What the process prints; the suite says which path it took. */
  private static List<String> run(List<Long> seeds, String flag)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.add(flag);
    command.addAll(
        List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(VectorPath.class.getName());
    seeds.forEach(seed -> command.add(seed.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    List<String> lines = said.lines().toList();
    System.out.printf(
        "vector paths: %s ran %d graphs in vectors of %s%n", flag, seeds.size(), lines.getFirst());
    return lines;
  }
}
