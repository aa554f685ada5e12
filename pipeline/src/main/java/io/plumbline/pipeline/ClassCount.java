package io.plumbline.pipeline;

import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.score.Ranking;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

/**
 * Whether names of classes are as many as the scores of a network. Outputs may come from any number
 * of threads.
 */
public final class ClassCount {
  private final List<String> names;
  private final NavigableSet<Long> scores = new ConcurrentSkipListSet<>();

  /**
   * @param names of classes by index; empty where nobody says them
   */
  public ClassCount(List<String> names) {
    this.names = List.copyOf(names);
  }

  /** Takes an output of the network; one that is no list of scores says nothing. */
  public void see(Tensor output) {
    if (Ranking.isScores(output.shape())) {
      scores.add(output.shape().elements());
    }
  }

  /** A warning where there are names, and no output that was seen has as many scores. */
  public Optional<Finding> finding() {
    if (names.isEmpty() || scores.isEmpty() || scores.contains((long) names.size())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
            "classes.count",
            "--classes",
            "the file has %s, and the network has %s: names may stand for other classes"
                .formatted(
                    Count.of(names.size(), "name"),
                    scores.stream()
                        .map(count -> Count.of(count, "score"))
                        .collect(Collectors.joining(" or ")))));
  }
}
