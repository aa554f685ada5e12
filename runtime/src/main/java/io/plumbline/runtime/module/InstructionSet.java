package io.plumbline.runtime.module;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The instructions that native code may use, of each architecture from the least to the most.
 * Options are those of GCC and Clang; each beyond the baseline names features, or on ARM a level
 * and features, so that code compiled with them needs these and no others.
 */
public enum InstructionSet {
  BASELINE("baseline", Optional.empty(), Optional.empty(), List.of(), Set.of()),
  SSE41(
      "sse4.1",
      Optional.of("x86_64"),
      Optional.empty(),
      List.of("-msse4.1"),
      Set.of("pni", "ssse3", "sse4_1")),
  AVX2(
      "avx2",
      Optional.of("x86_64"),
      Optional.of(SSE41),
      List.of("-mavx2", "-mfma", "-mbmi", "-mbmi2", "-mlzcnt", "-mmovbe", "-mpopcnt", "-mf16c"),
      Set.of("avx", "avx2", "fma", "bmi1", "bmi2", "abm", "movbe", "popcnt", "f16c")),
  AVX_VNNI(
      "avx-vnni",
      Optional.of("x86_64"),
      Optional.of(AVX2),
      List.of("-mavxvnni"),
      Set.of("avx_vnni")),
  AVX512_VNNI(
      "avx512-vnni",
      Optional.of("x86_64"),
      Optional.of(AVX2),
      List.of("-mavx512f", "-mavx512bw", "-mavx512cd", "-mavx512dq", "-mavx512vl", "-mavx512vnni"),
      Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl", "avx512_vnni")),
  DOTPROD(
      "dotprod",
      Optional.of("aarch64"),
      Optional.empty(),
      List.of("-march=armv8.2-a+dotprod"),
      Set.of("asimddp", "asimdrdm", "atomics", "crc32")),
  I8MM(
      "i8mm",
      Optional.of("aarch64"),
      Optional.of(DOTPROD),
      List.of("-march=armv8.2-a+dotprod+i8mm"),
      Set.of("i8mm"));

  private final String label;
  private final Optional<String> arch;
  private final Optional<InstructionSet> lower;
  private final List<String> options;
  private final Set<String> features;

  InstructionSet(
      String label,
      Optional<String> arch,
      Optional<InstructionSet> lower,
      List<String> options,
      Set<String> features) {
    this.label = label;
    this.arch = arch;
    this.lower = lower;
    this.options = options;
    this.features = features;
  }

  /** Its name in files and options. */
  public String label() {
    return label;
  }

  /** The set of a name. */
  public static Optional<InstructionSet> of(String label) {
    return Arrays.stream(values()).filter(set -> set.label.equals(label)).findFirst();
  }

  /** The names of all. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(InstructionSet::label).toList();
  }

  /** Whether an architecture knows it. */
  public boolean belongsTo(Platform platform) {
    return arch.isEmpty() || arch.get().equals(platform.arch());
  }

  /** What a compiler is told, with all that lower sets of the architecture need. */
  public List<String> options() {
    return concat(lower.map(InstructionSet::options), options);
  }

  /** What a processor must have, as Linux names it in {@code /proc/cpuinfo}. */
  public List<String> features() {
    return concat(lower.map(InstructionSet::features), features.stream().sorted().toList());
  }

  private static List<String> concat(Optional<List<String>> first, List<String> second) {
    return Stream.concat(first.stream().flatMap(List::stream), second.stream()).toList();
  }
}
