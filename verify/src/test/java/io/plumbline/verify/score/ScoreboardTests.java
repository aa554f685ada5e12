package io.plumbline.verify.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.tensor.BadDataException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreboardTests {
  @Test
  void countsAgainstLabelsAndAgainstTheFirstModel() {
    Scoreboard board = new Scoreboard(List.of("float", "int8"));
    float[] right = {0, 0, 0, 0, 0, 0, 9, 1};
    float[] wrong = {8, 7, 6, 5, 4, 3, 0, 0};
    board.add(3, "d", 6, List.of(right, right));
    board.add(0, "a", 6, List.of(right, wrong));
    board.add(1, "b", 6, List.of(wrong, right));
    board.add(2, "c", 6, List.of(right, wrong));
    ModelScore quantized = board.scores().get(1);
    assertThat(board.scores().getFirst().top1()).isEqualTo(0.75);
    assertThat(quantized.top1()).isEqualTo(0.5);
    assertThat(quantized.top5()).isEqualTo(0.5);
    assertThat(quantized.agreement()).isEqualTo(0.25);
    assertThat(quantized.drop()).isEqualTo(0.25);
    assertThat(quantized.dropInterval()).isEqualTo(PairedInterval.of(1, 2, 1, 0));
  }

  @Test
  void aModelEqualsItself() {
    Scoreboard board = new Scoreboard(List.of("a", "a again"));
    board.add(0, "x", 1, List.of(new float[] {0, 2}, new float[] {0, 2}));
    assertThat(board.scores().get(1))
        .isEqualTo(
            new ModelScore(
                "a again", 1, 1, 1, 1, Double.POSITIVE_INFINITY, 0, PairedInterval.of(1, 0, 0, 0)));
  }

  @Test
  void equalOutputsRankByIndex() {
    assertThat(Ranking.best(new float[] {1, 3, 3})).isEqualTo(1);
    assertThat(Ranking.rank(new float[] {1, 3, 3}, 2)).isEqualTo(1);
  }

  @Test
  void nanNeverWins() {
    assertThat(Ranking.best(new float[] {Float.NaN, -1, Float.NaN})).isEqualTo(1);
    assertThat(Ranking.rank(new float[] {Float.NaN, -1}, 0)).isEqualTo(2);
  }

  @Test
  void labelsOutsideTheModelAreNamed() {
    Scoreboard board = new Scoreboard(List.of("a"));
    assertThatThrownBy(() -> board.add(0, "cat.jpg", 2, List.of(new float[2])))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("label 2 is no class of a model with 2 outputs");
  }

  @Test
  void classesThatLoseMostComeFirst() {
    Scoreboard board = new Scoreboard(List.of("float", "int8"));
    float[] zero = {1, 0};
    float[] one = {0, 1};
    board.add(0, "a", 0, List.of(zero, zero));
    board.add(1, "b", 1, List.of(one, zero));
    board.add(2, "c", 1, List.of(one, one));
    assertThat(board.classes())
        .containsExactly(
            new ClassScore(1, 2, List.of(1.0, 0.5)), new ClassScore(0, 1, List.of(1.0, 1.0)));
    assertThat(board.classes().getFirst().largestDrop()).isEqualTo(0.5);
  }
}
