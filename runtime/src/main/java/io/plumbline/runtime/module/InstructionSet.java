package io.plumbline.runtime.module;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The instructions that native code may use, from the least to the most. Options are those of GCC
 * and Clang; each option beyond the baseline names one feature, so that code compiled with them
 * needs these features and no others.
 */
public enum InstructionSet {
  BASELINE("baseline", Optional.empty(), List.of(), Set.of()),
  AVX2(
      "avx2",
      Optional.of("x86_64"),
      List.of("-mavx2", "-mfma", "-mbmi", "-mbmi2", "-mlzcnt", "-mmovbe", "-mpopcnt", "-mf16c"),
      Set.of("avx", "avx2", "fma", "bmi1", "bmi2", "abm", "movbe", "popcnt", "f16c")),
  AVX512_VNNI(
      "avx512-vnni",
      Optional.of("x86_64"),
      List.of("-mavx512f", "-mavx512bw", "-mavx512cd", "-mavx512dq", "-mavx512vl", "-mavx512vnni"),
      Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl", "avx512_vnni"));

  private final String label;
  private final Optional<String> arch;
  private final List<String> options;
  private final Set<String> features;

  InstructionSet(String label, Optional<String> arch, List<String> options, Set<String> features) {
    this.label = label;
    this.arch = arch;
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
    return this == AVX512_VNNI ? concat(AVX2.options, options) : options;
  }

  /** What a processor must have, as Linux names it in {@code /proc/cpuinfo}. */
  public List<String> features() {
    List<String> own = features.stream().sorted().toList();
    return this == AVX512_VNNI ? concat(AVX2.features(), own) : own;
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
