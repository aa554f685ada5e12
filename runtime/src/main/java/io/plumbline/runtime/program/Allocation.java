package io.plumbline.runtime.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Where every value of a program lies in one block of memory, so that values that are alive
 * together do not overlap. A value is alive from the instruction that writes it, inputs from the
 * beginning, to the last one that reads it, outputs to the end. Reshapes share the place of their
 * operand. Elements of 8 bits that quantize and requantize write begin where their operand does,
 * when that is read last there: an element is never written before all up to it are read, and the
 * language lets bytes lie over elements of any type. Values are placed in the order of their sizes,
 * the largest first, each at the lowest place that is free while it is alive.
 */
public final class Allocation {
  /** What every place is a multiple of, in bytes. */
  public static final int ALIGNMENT = 64;

  /** The place of a value that is a constant or is never written. */
  public static final long NOWHERE = -1;

  private final Program program;
  private final int[] owners;
  private final long[] places;
  private final long[] scratch;
  private final List<Interval> intervals;
  private final long bytes;

  private Allocation(
      Program program,
      int[] owners,
      List<Interval> intervals,
      long[] places,
      long[] scratch,
      long bytes) {
    this.program = program;
    this.owners = owners;
    this.intervals = List.copyOf(intervals);
    this.places = places;
    this.scratch = scratch;
    this.bytes = bytes;
  }

  /**
   * Something that lies in the block from one instruction to another, both included.
   *
   * @param name of a value, or of the instruction that needs room while it runs
   * @param from position of an instruction; of inputs the first; of a value that takes the place of
   *     an operand the one after that which writes it, if there is one
   * @param to likewise; of outputs the last
   * @param place first byte
   */
  public record Occupant(String name, boolean isScratch, int from, int to, long place, long bytes) {
    /** Whether it is there while an instruction runs. */
    public boolean isThere(int step) {
      return from <= step && step <= to;
    }
  }

  /**
   * Something that needs memory from one instruction to another, both included.
   *
   * @param base the value where it may begin; or {@link #NOBODY}
   */
  private record Interval(int index, int from, int to, long bytes, int base) {
    static final int NOBODY = -1;

    boolean meets(Interval other) {
      return from <= other.to && other.from <= to;
    }
  }

  /**
   * Places the values of a program.
   *
   * @param scratch bytes that an instruction needs while it runs
   */
  public static Allocation of(Program program, ToLongFunction<Instruction> scratch) {
    int values = program.values().size();
    int steps = program.instructions().size();
    int[] owners = owners(program);
    List<Interval> intervals = intervals(program, owners);
    for (int step = 0; step < steps; step++) {
      long needed = scratch.applyAsLong(program.instructions().get(step));
      if (needed > 0) {
        intervals.add(new Interval(values + step, step, step, needed, Interval.NOBODY));
      }
    }
    long[] places = new long[values + steps];
    Arrays.fill(places, NOWHERE);
    long bytes = place(intervals, places);
    return new Allocation(
        program,
        owners,
        intervals,
        Arrays.copyOf(places, values),
        Arrays.copyOfRange(places, values, values + steps),
        bytes);
  }

  /**
   * Places that were chosen before, such as those that native code was made for.
   *
   * @param places of all values, in their order
   * @param bytes of the whole block
   * @throws IllegalArgumentException when a value that is needed has no place, or one that does not
   *     lie in the block with the room behind it
   */
  public static Allocation restored(Program program, List<Long> places, long bytes) {
    int[] owners = owners(program);
    if (places.size() != owners.length) {
      throw new IllegalArgumentException(
          "%d values have %d places".formatted(owners.length, places.size()));
    }
    Set<Integer> needed = new HashSet<>();
    List<Interval> intervals = intervals(program, owners);
    for (Interval interval : intervals) {
      requireInside(program.value(interval.index()), places.get(interval.index()), bytes);
      needed.add(interval.index());
    }
    for (int value = 0; value < owners.length; value++) {
      if (!needed.contains(value) && places.get(value) != NOWHERE) {
        throw new IllegalArgumentException(
            "'%s' has a place and needs none".formatted(program.value(value).name()));
      }
    }
    long[] scratch = new long[program.instructions().size()];
    Arrays.fill(scratch, NOWHERE);
    long[] all = places.stream().mapToLong(Long::longValue).toArray();
    return new Allocation(program, owners, intervals, all, scratch, bytes - ALIGNMENT);
  }

  private static void requireInside(ProgramValue value, long place, long bytes) {
    boolean aligned = place >= 0 && place % ALIGNMENT == 0 && bytes >= ALIGNMENT;
    if (!aligned || bytes(value) > bytes - ALIGNMENT - place) {
      throw new IllegalArgumentException(
          "'%s' of %d bytes has the place %d among %d bytes"
              .formatted(value.name(), bytes(value), place, bytes));
    }
  }

  /** The value whose memory each value lies in. */
  private static int[] owners(Program program) {
    int[] owners = new int[program.values().size()];
    Arrays.setAll(owners, value -> value);
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof Instruction.Reshape reshape) {
        owners[reshape.output()] = owners[reshape.input()];
      }
    }
    return owners;
  }

  private static List<Interval> intervals(Program program, int[] owners) {
    int never = Integer.MAX_VALUE;
    int[] first = new int[owners.length];
    int[] last = new int[owners.length];
    Arrays.fill(first, never);
    program.inputs().forEach(value -> first[owners[value]] = -1);
    int end = program.instructions().size();
    for (int step = 0; step < end; step++) {
      Instruction instruction = program.instructions().get(step);
      for (int value : instruction.outputs()) {
        first[owners[value]] = Math.min(first[owners[value]], step);
        last[owners[value]] = step;
      }
      for (int value : instruction.inputs()) {
        last[owners[value]] = step;
      }
    }
    program.outputs().forEach(value -> last[owners[value]] = end);
    List<Interval> intervals = new ArrayList<>();
    for (int value = 0; value < owners.length; value++) {
      if (owners[value] == value
          && first[value] != never
          && !program.constants().containsKey(value)) {
        long bytes = bytes(program.value(value));
        int base = base(program, owners, last, value, first[value]);
        intervals.add(new Interval(value, first[value], last[value], bytes, base));
      }
    }
    return intervals;
  }

  /** The value whose place one may take that an instruction writes. */
  private static int base(Program program, int[] owners, int[] last, int value, int step) {
    if (step < 0 || !inOrder(program.instructions().get(step))) {
      return Interval.NOBODY;
    }
    int operand = owners[program.instructions().get(step).inputs().getFirst()];
    boolean takes =
        last[operand] == step
            && !program.constants().containsKey(operand)
            && program.value(value).dtype().bytes() == 1;
    return takes ? operand : Interval.NOBODY;
  }

  /** Whether kernels read and write its elements one after the other. */
  private static boolean inOrder(Instruction instruction) {
    return instruction instanceof Instruction.Quantize
        || instruction instanceof Instruction.Requantize;
  }

  private static long bytes(ProgramValue value) {
    return value.shape().elements() * value.dtype().bytes();
  }

  private static long place(List<Interval> intervals, long[] places) {
    List<Interval> ordered = new ArrayList<>(intervals);
    ordered.sort(
        Comparator.comparingLong(Interval::bytes).reversed().thenComparingInt(Interval::index));
    List<Interval> placed = new ArrayList<>();
    long end = 0;
    for (Interval interval : ordered) {
      long place = lowest(interval, placed, places);
      places[interval.index()] = place;
      placed.add(interval);
      end = Math.max(end, aligned(place + interval.bytes()));
    }
    return end;
  }

  private static long lowest(Interval wanted, List<Interval> placed, long[] places) {
    List<Interval> alive =
        placed.stream()
            .filter(wanted::meets)
            .sorted(Comparator.comparingLong(other -> places[other.index()]))
            .toList();
    if (wanted.base() != Interval.NOBODY && takesPlace(wanted, alive, places)) {
      return places[wanted.base()];
    }
    long place = 0;
    for (Interval other : alive) {
      long start = places[other.index()];
      if (place + wanted.bytes() <= start) {
        break;
      }
      place = Math.max(place, aligned(start + other.bytes()));
    }
    return place;
  }

  private static boolean takesPlace(Interval wanted, List<Interval> alive, long[] places) {
    long place = places[wanted.base()];
    return place != NOWHERE
        && alive.stream()
            .filter(other -> other.index() != wanted.base())
            .allMatch(
                other ->
                    place + wanted.bytes() <= places[other.index()]
                        || places[other.index()] + other.bytes() <= place);
  }

  private static long aligned(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  /** Bytes of the whole block, with room behind the last value that kernels may read. */
  public long bytes() {
    return bytes + ALIGNMENT;
  }

  /**
   * What lies in the block, values before what instructions need while they run, in their orders.
   * The latter is not known where places were restored.
   */
  public List<Occupant> occupants() {
    int last = Math.max(0, program.instructions().size() - 1);
    return intervals.stream().map(interval -> occupant(interval, last)).toList();
  }

  private Occupant occupant(Interval interval, int last) {
    int step = interval.index() - places.length;
    boolean isScratch = step >= 0;
    int to = Math.min(last, interval.to());
    boolean takesPlace =
        interval.base() != Interval.NOBODY && places[interval.base()] == places[interval.index()];
    int from = takesPlace ? Math.min(interval.from() + 1, to) : Math.max(0, interval.from());
    return new Occupant(
        isScratch
            ? program.instructions().get(step).node()
            : program.value(interval.index()).name(),
        isScratch,
        from,
        to,
        isScratch ? scratch[step] : places[interval.index()],
        interval.bytes());
  }

  /** The places of all values, in their order, for {@link #restored}. */
  public List<Long> places() {
    return Arrays.stream(places).boxed().toList();
  }

  /** The value whose memory or constant a value is: itself, but for the results of reshapes. */
  public int owner(int value) {
    return owners[value];
  }

  /** The first byte of a value, or {@link #NOWHERE}. */
  public long place(int value) {
    return places[owners[value]];
  }

  /** The first byte of what an instruction needs while it runs, or {@link #NOWHERE}. */
  public long scratch(int step) {
    return scratch[step];
  }

  /** Bytes of a value. */
  public long bytes(int value) {
    return bytes(program.value(value));
  }
}
