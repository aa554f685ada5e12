package io.plumbline.pipeline.sums;

/**
 * The places along one axis that a tap of a window reads inside the input.
 *
 * @param first place, from 0
 * @param step from one place to the next
 * @param count of places
 */
record Covered(int first, int step, int count) {
  /**
   * Of one tap.
   *
   * @param offset place of the tap at the first output; negative in the padding
   */
  static Covered of(int offset, int stride, int input, int output) {
    int from = Math.max(0, Math.ceilDiv(-offset, stride));
    int to = Math.min(output - 1, Math.floorDiv(input - 1 - offset, stride));
    return new Covered(offset + from * stride, stride, Math.max(0, to - from + 1));
  }

  boolean covers(int place) {
    int steps = Math.floorDiv(place - first, step);
    return place - first == steps * step && steps >= 0 && steps < count;
  }

  /** Whether both read some places, every so many from the same one on. */
  boolean isInStepWith(Covered other) {
    return count > 0
        && other.count > 0
        && step == other.step
        && Math.floorMod(first - other.first, step) == 0;
  }

  /** The places of two that are in step, and all between them. */
  Covered joined(Covered other) {
    int from = Math.min(first, other.first);
    return new Covered(from, step, (Math.max(end(), other.end()) - from) / step);
  }

  /** The place behind the last one. */
  private int end() {
    return first + count * step;
  }

  /** How many places of a larger one, in step, come before these. */
  int before(Covered all) {
    return (first - all.first) / step;
  }

  /** How many places of a larger one, in step, come after these. */
  int after(Covered all) {
    return (all.end() - end()) / step;
  }
}
