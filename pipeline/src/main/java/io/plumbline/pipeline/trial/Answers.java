package io.plumbline.pipeline.trial;

import io.plumbline.verify.score.Estimate;
import io.plumbline.verify.score.PairedInterval;

/** What two classifiers answered on the same samples, counted. */
final class Answers {
  private long all;
  private long same;
  private long both;
  private long onlyFloat;
  private long onlyProgram;

  /**
   * Counts a sample.
   *
   * @param real the float network's class
   * @param program the integer program's
   * @param label the right one; −1 where it is not known
   */
  void add(int real, int program, int label) {
    all++;
    same += real == program ? 1 : 0;
    both += real == label && program == label ? 1 : 0;
    onlyFloat += real == label && program != label ? 1 : 0;
    onlyProgram += real != label && program == label ? 1 : 0;
  }

  /** Share of equal answers. */
  Estimate agreement() {
    return Estimate.share(same, all);
  }

  /** Share of the program's answers that are right. */
  Estimate top1() {
    return Estimate.share(both + onlyProgram, all);
  }

  /** How much less that is than the float network's. */
  Estimate drop() {
    long neither = all - both - onlyFloat - onlyProgram;
    PairedInterval interval = PairedInterval.of(both, onlyFloat, onlyProgram, neither);
    return new Estimate((double) (onlyFloat - onlyProgram) / all, interval.low(), interval.high());
  }
}
