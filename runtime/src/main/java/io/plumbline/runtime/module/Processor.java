package io.plumbline.runtime.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What code this machine can run.
 *
 * @param features of every core, as Linux names them; empty where nobody tells
 */
public record Processor(Platform platform, Set<String> features) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  public Processor {
    features = Set.copyOf(features);
  }

  /** The processor that this Java VM runs on. */
  public static Processor current() {
    return new Processor(Platform.current(), told());
  }

  private static Set<String> told() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
          .findFirst()
          .map(line -> Arrays.stream(line.substring(line.indexOf(':') + 1).strip().split(" +", -1)))
          .orElse(Stream.empty())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      return Set.of();
    }
  }

  /** Whether it has all instructions of a set. */
  public boolean has(InstructionSet set) {
    return set.belongsTo(platform) && features.containsAll(set.features());
  }

  /** What a set needs and this processor lacks. */
  public List<String> lacks(InstructionSet set) {
    return set.features().stream().filter(feature -> !features.contains(feature)).toList();
  }

  /** The most that it has. */
  public InstructionSet best() {
    return Arrays.stream(InstructionSet.values())
        .filter(this::has)
        .reduce(InstructionSet.BASELINE, (_, later) -> later);
  }
}
