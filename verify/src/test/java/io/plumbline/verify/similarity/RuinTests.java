package io.plumbline.verify.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.plumbline.tensor.Similarity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuinTests {
  /**
   * Sixteen samples, some of which are small and come out as something else, the others exact.
   *
   * @param size of the numbers of the odd samples, where others have 10 000
   */
  private record Case(int odd, float size, boolean ruined) {}

  static List<Case> cases() {
    return List.of(
        new Case(0, 1, false),
        new Case(1, 1, false),
        new Case(2, 1, false),
        new Case(4, 1, true),
        new Case(1, 10_000, true));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void smallSamplesAreForgivenWhileTheyAreFew(Case each) {
    List<SampleSimilarity> samples = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      samples.add(i < each.odd ? sample(i, each.size, -1) : sample(i, 10_000, 1));
    }
    assertThat(Ruin.of(samples).isPresent()).isEqualTo(each.ruined);
  }

  /** Whoever reads the mean has to know that it is not that of all samples. */
  @Test
  void whatIsForgivenIsCounted() {
    Ruin ruin =
        Ruin.of(
                List.of(
                    sample(0, 1, -1),
                    sample(1, 10_000, -1),
                    sample(2, 10_000, 1),
                    sample(3, 10_000, 1),
                    sample(4, 10_000, 1),
                    sample(5, 10_000, 1),
                    sample(6, 10_000, 1),
                    sample(7, 10_000, 1)))
            .orElseThrow();
    assertThat(ruin.forgiven()).isEqualTo(1);
    assertThat(ruin.sample()).isEqualTo("1.npy");
    assertThat(ruin.mean()).isCloseTo(0.75, offset(1e-9));
  }

  private static SampleSimilarity sample(int index, float size, float sign) {
    float[] expected = {size, -size, size};
    float[] found = {sign * size, -sign * size, sign * size};
    return new SampleSimilarity(index + ".npy", Similarity.of(expected, found), size, 0);
  }

  /** Two signs that agree have a cosine of 1, however far the numbers are apart. */
  @ParameterizedTest
  @CsvSource({
    "1 2 3, 1.02 1.97 3.01, false",
    "1 2 3, 1.4 2.6 4, true",
    "0.001 0.9 1, 0.003 0.9 1, false",
    "1 -1 1, -1 -1 1, true",
    "0 0 0, 0 0 0, false",
    "0 0 0, 0 1 0, true",
  })
  void aSingleNumberIsJudgedByItsError(String expected, String found, boolean ruined) {
    assertThat(Ruin.of(singles(expected, found)).isPresent()).isEqualTo(ruined);
  }

  @Test
  void theErrorOfASingleNumberIsItsShare() {
    Ruin ruin = Ruin.of(singles("4 4", "4 6")).orElseThrow();
    assertThat(ruin.sample()).isEqualTo("1.npy");
    assertThat(Ruin.error(ruin.worst())).isCloseTo(0.5, offset(1e-9));
  }

  private static List<SampleSimilarity> singles(String expected, String found) {
    List<SampleSimilarity> samples = new ArrayList<>();
    List<Float> right = Stream.of(expected.split(" ", -1)).map(Float::valueOf).toList();
    List<Float> other = Stream.of(found.split(" ", -1)).map(Float::valueOf).toList();
    for (int i = 0; i < right.size(); i++) {
      Similarity figures = Similarity.of(new float[] {right.get(i)}, new float[] {other.get(i)});
      samples.add(new SampleSimilarity(i + ".npy", figures, Math.abs(right.get(i)), right.get(i)));
    }
    return samples;
  }
}
