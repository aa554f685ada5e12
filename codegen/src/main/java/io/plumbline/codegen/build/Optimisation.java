package io.plumbline.codegen.build;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a compiler is told of how hard to work. {@code -O3}, but for GCC and kernels of AVX-512: the
 * passes that follow memory through unrolled tiles of 32 registers take it five times as long as
 * all others together, for 3 to 5 % of speed ({@code docs/benchmarks.md}).
 */
final class Optimisation {
  private static final List<String> ALL = List.of("-O3");

  /** The passes of {@code -O3} that kernels gain from, on top of {@code -O1}. */
  private static final List<String> OF_TILES =
      List.of(
          "-O1",
          "-fcaller-saves",
          "-fcse-follow-jumps",
          "-fgcse",
          "-fgcse-after-reload",
          "-fipa-ra",
          "-fpeel-loops",
          "-frerun-cse-after-loop",
          "-fschedule-insns2",
          "-fsplit-loops",
          "-fstrict-aliasing",
          "-ftree-loop-vectorize",
          "-ftree-partial-pre",
          "-ftree-pre",
          "-ftree-slp-vectorize",
          "-ftree-vrp",
          "-funswitch-loops",
          "-fvect-cost-model=dynamic");

  private Optimisation() {}

  /**
   * The options to add to a command.
   *
   * @param command which wins where it has such options itself
   * @param told what the compiler prints of itself
   */
  static List<String> of(List<String> command, Supplier<String> told) {
    if (command.stream().anyMatch(option -> option.startsWith("-O"))) {
      return List.of();
    }
    boolean tiles = command.contains("-mavx512vnni");
    return tiles && told.get().contains("Free Software Foundation") ? OF_TILES : ALL;
  }
}
