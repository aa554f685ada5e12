package io.plumbline.pipeline.sums;

import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;

/**
 * What becomes of a sum where products of uint8 inputs and int8 weights are added two by two in
 * int16, and a pair beyond −32768…32767 is cut off: the instruction vpmaddubsw of x86-64 processors
 * without VNNI. Inputs count as they are stored, with their zero point, which padding consists of.
 * Pairs are neighbours along a row of weights, in the order [KH, KW, C], from the first weight on;
 * the last of an odd number is alone.
 *
 * <p>A pair can only be cut off when the weights of one sign in it come to 129 or more, since
 * {@code 255 · 128} still fits: all others are left out before any sample is looked at.
 */
public final class SaturatingPairs {
  private static final int LARGEST_INPUT = 255;

  private final InputColumns columns;
  private final int zeroPoint;
  private final int filters;
  private final byte[] weights;

  /** The first weights of the pairs that can be cut off, filter after filter. */
  private final int[] pairs;

  /** Where the pairs of each filter begin. */
  private final int[] begins;

  private SaturatingPairs(BiasedSum sum, Program program) {
    this.columns = new InputColumns(sum, program);
    this.zeroPoint = program.value(sum.input()).quant().zeroPoint();
    this.weights = sum.weights().toBytes();
    this.filters = sum.weights().shape().intDim(0);
    this.begins = new int[filters + 1];
    int[] found = new int[weights.length / 2 + filters];
    int count = 0;
    int depth = columns.depth();
    for (int filter = 0; filter < filters; filter++) {
      begins[filter] = count;
      for (int k = 0; k + 1 < depth; k += 2) {
        int at = filter * depth + k;
        if (reaches(weights[at], weights[at + 1])) {
          found[count++] = k;
        }
      }
    }
    begins[filters] = count;
    this.pairs = Arrays.copyOf(found, count);
  }

  /**
   * The pairs of a sum.
   *
   * @param program that the sum is part of
   */
  public static SaturatingPairs of(BiasedSum sum, Program program) {
    return new SaturatingPairs(sum, program);
  }

  /**
   * Whether a sum is one of products of uint8 and int8 that are added in pairs: a depthwise
   * convolution has nothing beside it to be added to, and is computed without pairs.
   */
  public static boolean applies(BiasedSum sum, Program program) {
    boolean depthwise =
        sum instanceof Instruction.Convolution convolution
            && convolution.group() > 1
            && convolution.group() == sum.weights().shape().intDim(0)
            && sum.weights().shape().intDim(3) == 1;
    return program.value(sum.input()).dtype() == DType.UINT8
        && sum.weights().dtype() == DType.INT8
        && !depthwise;
  }

  private static boolean reaches(int first, int second) {
    int high = Math.max(first, 0) + Math.max(second, 0);
    int low = Math.min(first, 0) + Math.min(second, 0);
    return isCut(LARGEST_INPUT * high) || isCut(LARGEST_INPUT * low);
  }

  private static boolean isCut(int pair) {
    return pair > Short.MAX_VALUE || pair < Short.MIN_VALUE;
  }

  /** Whether some inputs would have pairs cut off. */
  public boolean isPossible() {
    return pairs.length > 0;
  }

  /**
   * How many sums have a pair that is cut off.
   *
   * @param hit sums of some channel at some place
   * @param all sums of all channels and places
   */
  public record Count(long hit, long all) {
    /** None of none. */
    public static final Count NONE = new Count(0, 0);

    /** Both together. */
    public Count plus(Count other) {
      return new Count(hit + other.hit, all + other.all);
    }

    /** The share of sums, 0…1. */
    public double share() {
      return all == 0 ? 0 : (double) hit / all;
    }
  }

  /**
   * Counts on one sample.
   *
   * @param stored what the sum reads, as it is stored
   */
  public Count count(Tensor stored) {
    int[] elements = columns.centred(stored);
    int[] column = new int[columns.depth()];
    int filtersOfGroup = filters / columns.groups();
    long hit = 0;
    for (int group = 0; group < columns.groups(); group++) {
      int first = group * filtersOfGroup;
      if (begins[first] == begins[first + filtersOfGroup]) {
        continue;
      }
      for (int place = 0; place < columns.places(); place++) {
        columns.copy(elements, place, group, column, 0);
        for (int filter = first; filter < first + filtersOfGroup; filter++) {
          hit += isHit(filter, column) ? 1 : 0;
        }
      }
    }
    return new Count(hit, (long) columns.places() * filters);
  }

  private boolean isHit(int filter, int[] column) {
    int row = filter * columns.depth();
    for (int i = begins[filter]; i < begins[filter + 1]; i++) {
      int k = pairs[i];
      int pair =
          (column[k] + zeroPoint) * weights[row + k]
              + (column[k + 1] + zeroPoint) * weights[row + k + 1];
      if (isCut(pair)) {
        return true;
      }
    }
    return false;
  }
}
