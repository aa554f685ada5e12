package io.plumbline.conformance.random;

import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.graph.Graph;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.parallel.VectorWidth;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A process of its own for {@link VectorPathsTests}: compiles graphs and runs them by every
 * executor, with the vectors that it was told to use.
 */
final class VectorPath {
  private VectorPath() {}

  /** Prints the width, and a line for each seed. */
  public static void main(String[] seeds) {
    System.out.println(VectorWidth.SHAPE.vectorBitSize() + " bits");
    for (String seed : seeds) {
      System.out.println(line(Long.parseLong(seed)));
    }
  }

  /** What must be the same on every kind of processor: the program, and what it computes. */
  static String line(long seed) {
    Graph graph = Subject.bound(Growth.graph(seed));
    Scheme scheme = seed % 3 == 0 ? Scheme.INT16 : Scheme.INT8;
    Subject subject = Subject.of(graph, scheme, Growth.samples(graph, seed, 3), 1);
    Sha256 hash = new Sha256();
    hash.add(MemorySegment.ofArray(ProgramWriter.bytes(subject.lowered().program())));
    Optional<String> difference = Check.EXECUTORS_ARE_EQUAL.violation(subject);
    return "%d %s %s".formatted(seed, hash.hex(), difference.orElse("equal"));
  }
}
