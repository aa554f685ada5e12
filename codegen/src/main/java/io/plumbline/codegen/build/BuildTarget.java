package io.plumbline.codegen.build;

import io.plumbline.runtime.module.InstructionSet;
import io.plumbline.runtime.module.Platform;
import io.plumbline.runtime.module.Processor;
import io.plumbline.tensor.BadConfigurationException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What native code is wanted for, and who makes it.
 *
 * @param compiler that makes code for the platform
 */
public record BuildTarget(Platform platform, InstructionSet instructions, CCompiler compiler) {
  /** The best of this machine by its usual compiler; empty where none is installed. */
  public static Optional<BuildTarget> here() {
    Processor processor = Processor.current();
    return CCompiler.find()
        .map(compiler -> new BuildTarget(processor.platform(), processor.best(), compiler));
  }

  /**
   * Reads {@code os-arch/instructions}, and behind an equals sign a compiler with its options,
   * which may be left out for this machine's own platform.
   *
   * @throws BadConfigurationException when the text is nothing of the kind
   * @throws io.plumbline.tensor.EnvironmentException when no compiler is named or found
   */
  public static BuildTarget parse(String text) {
    int equals = text.indexOf('=');
    String[] words = (equals < 0 ? text : text.substring(0, equals)).split("/", -1);
    if (words.length != 2) {
      throw wrong(text, "it is not of the form os-arch/instructions");
    }
    Platform platform = platform(words[0], text);
    InstructionSet instructions =
        InstructionSet.of(words[1])
            .orElseThrow(() -> wrong(text, "there are no instructions '%s'".formatted(words[1])));
    if (!instructions.belongsTo(platform)) {
      throw wrong(text, "%s has no instructions '%s'".formatted(platform.arch(), words[1]));
    }
    if (equals >= 0) {
      if (text.substring(equals + 1).isBlank()) {
        throw wrong(text, "no compiler is named behind the equals sign");
      }
      List<String> command = List.of(text.substring(equals + 1).strip().split(" +", -1));
      return new BuildTarget(platform, instructions, new CCompiler(command));
    }
    if (!platform.equals(Platform.current())) {
      throw wrong(text, "no compiler is named for another platform than this machine's");
    }
    return new BuildTarget(platform, instructions, CCompiler.usual());
  }

  /**
   * Reads several.
   *
   * @throws BadConfigurationException likewise, or when two are for the same
   */
  public static List<BuildTarget> parse(List<String> texts) {
    List<BuildTarget> targets = texts.stream().map(BuildTarget::parse).toList();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < targets.size(); i++) {
      BuildTarget target = targets.get(i);
      if (!seen.add(target.platform() + "/" + target.instructions().label())) {
        throw wrong(texts.get(i), "native code for it is wanted twice");
      }
    }
    return targets;
  }

  private static Platform platform(String word, String text) {
    try {
      return Platform.parse(word);
    } catch (IllegalArgumentException e) {
      throw wrong(text, String.valueOf(e.getMessage()));
    }
  }

  private static BadConfigurationException wrong(String text, String why) {
    return new BadConfigurationException(
        "build.target",
        text,
        why,
        "give such as linux-x86_64/avx2 or linux-aarch64/baseline=aarch64-linux-gnu-gcc;"
            + " instructions are "
            + String.join(", ", InstructionSet.labels()));
  }
}
