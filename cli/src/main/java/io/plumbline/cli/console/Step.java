package io.plumbline.cli.console;

/**
 * How far a stage is.
 *
 * @param done units of work, of {@code total}
 * @param seconds since the stage began
 */
record Step(String stage, long done, long total, double seconds) {
  /** Seconds that are left, if what is left takes as long as what is done; 0 before the first. */
  double remaining() {
    return done == 0 ? 0 : seconds * (total - done) / done;
  }

  /** Of {@code parts} equal parts, those that are done. */
  int filled(int parts) {
    return total == 0 ? parts : (int) (done * parts / total);
  }
}
