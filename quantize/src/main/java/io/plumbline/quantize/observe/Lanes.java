package io.plumbline.quantize.observe;

import io.plumbline.tensor.parallel.VectorModule;
import java.lang.foreign.MemorySegment;

/**
 * The loops over elements that statistics are made of, with vectors where the JVM has the Vector
 * API and one element at a time where it has not: the results are the same.
 */
sealed interface Lanes permits VectorLanes, ScalarLanes {
  /** Those of this JVM. */
  Lanes OF_THIS_JVM = VectorModule.isPresent() ? new VectorLanes() : new ScalarLanes();

  /** How many elements {@link #above} looks at, at most 64. */
  int count();

  /**
   * The range of elements.
   *
   * @param begin the first
   * @param end behind the last, a multiple of two vectors of any machine from the first
   */
  KeyRange range(MemorySegment floats, long begin, long end);

  /**
   * A bit for each of {@link #count} elements whose key lies above a threshold.
   *
   * @param begin the first, whose bit is the lowest
   * @param turn what keys are turned by, {@code key ^ turn}
   */
  long above(MemorySegment floats, long begin, int turn, int threshold);

  /**
   * Writes the positions in the table of {@link BinCounter} of {@link BinCounter#RUN} elements.
   *
   * @param begin the first element
   * @param factor what elements are multiplied by
   * @param at where the first position is written
   */
  void positions(MemorySegment floats, long begin, float factor, int[] positions, int at);

  /**
   * Moves counts from one table into another of the same positions, as long as each sum fits.
   *
   * @param from the first position
   * @param to behind the last
   * @return the first position that was not moved
   */
  int move(int[] source, int[] target, int from, int to);
}
