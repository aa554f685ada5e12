package io.plumbline.verify.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.Similarity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
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

  private static SampleSimilarity sample(int index, float size, float sign) {
    float[] expected = {size, -size, size};
    float[] found = {sign * size, -sign * size, sign * size};
    return new SampleSimilarity(index + ".npy", Similarity.of(expected, found), size);
  }
}
