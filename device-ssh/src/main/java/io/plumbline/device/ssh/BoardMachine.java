package io.plumbline.device.ssh;

import io.plumbline.codegen.build.BuildTarget;
import io.plumbline.codegen.build.CCompiler;
import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.module.Platform;
import io.plumbline.runtime.module.Processor;
import io.plumbline.tensor.EnvironmentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What code a board runs, and which compiler makes it. */
final class BoardMachine {
  private static final Pattern EMULATOR = Pattern.compile("(?:.*/)?qemu-([a-z0-9_]+?)(?:-static)?");
  private static final Set<String> ARM = Set.of("armv6l", "armv7l", "armv8l", "arm");

  private BoardMachine() {}

  /**
   * What programs for a board are compiled for: what the address says, or the emulator in it, or
   * the board itself.
   *
   * @throws EnvironmentException when the board runs no Linux, or no compiler for it is found
   */
  static BuildTarget target(SshConnection connection, SshAddress address) {
    if (address.target().isPresent()) {
      return BuildTarget.parse(address.target().get());
    }
    Processor processor =
        emulated(address)
            .map(arch -> new Processor(new Platform("linux", arch), Set.of()))
            .orElseGet(() -> asked(connection, address));
    InstructionSet best = processor.best();
    return new BuildTarget(processor.platform(), best, compiler(processor.platform(), address));
  }

  private static Optional<String> emulated(SshAddress address) {
    return address.emulator().stream()
        .findFirst()
        .map(EMULATOR::matcher)
        .filter(Matcher::matches)
        .map(name -> name.group(1));
  }

  private static Processor asked(SshConnection connection, SshAddress address) {
    SshConnection.Answer answer =
        connection.tell(
            "uname -s; uname -m; grep -m 1 -E '^(flags|Features)' /proc/cpuinfo; true",
            new byte[0]);
    List<String> lines = answer.output().lines().toList();
    if (lines.size() < 2 || !lines.getFirst().equals("Linux")) {
      throw new EnvironmentException(
          "board.platform",
          address.board(),
          "does not say that it is Linux and of what processor: %s, %s"
              .formatted(lines, answer.lastWords()),
          "say with 'for' what to compile for, such as"
              + " linux-aarch64/baseline=aarch64-linux-gnu-gcc");
    }
    String features = lines.size() > 2 ? lines.get(2) : "";
    return new Processor(
        new Platform("linux", word(lines.get(1))),
        Set.copyOf(
            Arrays.asList(features.substring(features.indexOf(':') + 1).strip().split(" +", -1))
                .stream()
                .distinct()
                .toList()));
  }

  private static String word(String arch) {
    String word = arch.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return word.isEmpty() ? "unknown" : word.substring(0, Math.min(word.length(), 32));
  }

  /** The usual one for this machine's kind of processor; else that of a cross tool chain. */
  private static CCompiler compiler(Platform platform, SshAddress address) {
    String name =
        (ARM.contains(platform.arch()) ? "arm-linux-gnueabihf" : platform.arch() + "-linux-gnu")
            + "-gcc";
    if (!platform.equals(Platform.current()) && !isThere(name)) {
      throw new EnvironmentException(
          "board.compiler",
          address.board(),
          "it is %s, and there is no %s on the search path here".formatted(platform, name),
          "install one, or name a compiler with 'for', such as"
              + " for=%s/baseline=%s".formatted(platform, name));
    }
    CCompiler compiler =
        platform.equals(Platform.current()) ? CCompiler.usual() : new CCompiler(List.of(name));
    return compiler.with("-static");
  }

  private static boolean isThere(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
