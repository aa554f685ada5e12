package io.plumbline.verify.score;

import java.util.List;

/**
 * How the classifiers did on the samples of one class.
 *
 * @param label class index
 * @param samples how many there were
 * @param top1 share of them whose highest output is the class, 0…1, one for each model
 */
public record ClassScore(int label, int samples, List<Double> top1) {
  public ClassScore {
    top1 = List.copyOf(top1);
  }

  /** What the worst model lost against the first; 0 when there is only one. */
  public double largestDrop() {
    return top1.getFirst()
        - top1.stream().skip(1).mapToDouble(Double::doubleValue).min().orElse(top1.getFirst());
  }
}
