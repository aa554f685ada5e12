package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.codegen.emit.Surroundings;
import io.plumbline.pipeline.CModule;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code plumb emit}: a quantized model as C source. */
@Command(
    name = "emit",
    description = "Writes a quantized model as C that computes the same bits, for any device.")
public final class EmitCommand implements Callable<Integer> {
  /** Other signs than these become '_' in C. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_. -]*");

  @Mixin private GlobalOptions global;

  @Parameters(paramLabel = "MODEL", description = "A *_quantized_model.onnx, or a module.")
  private Path model;

  @Option(
      names = {"-o", "--output"},
      required = true,
      description = "Folder for the source, its weights and the program.")
  private Path output;

  @Option(
      names = "--name",
      description = "What files and symbols are called; after the model if not given.")
  private @Nullable String name;

  @Option(
      names = "--bare-metal",
      paramLabel = "CONSTANTS",
      arity = "0..1",
      fallbackValue = "assembler",
      converter = BareMetal.class,
      description =
          "For a microcontroller without an operating system: kernels without vectors, what runs"
              + " after a reset, and the constants inside the program, by an assembler file or as"
              + " a C array: assembler, array.")
  private Surroundings surroundings = Surroundings.SYSTEM;

  @Option(names = "--build", description = "Compile the program too.")
  private boolean build;

  @Option(
      names = "--compiler",
      converter = CommandText.class,
      description =
          "The C compiler and its options, such as 'aarch64-linux-gnu-gcc -static'; a usual one"
              + " for this processor if not given.")
  private @Nullable String compiler;

  @Override
  public Integer call() {
    if (build && surroundings.isBare() && compiler == null) {
      throw new BadConfigurationException(
          "usage",
          "--build",
          "no usual compiler makes code for a microcontroller",
          "say for which processor: --compiler 'arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -O2'");
    }
    requireName();
    Console console = global.console();
    CModule module = CModule.write(model, output, name == null ? stem() : name, surroundings);
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("files", module.files().stream().map(Path::toString).toList());
    record.put("steps", module.steps());
    record.put("arena_bytes", module.arenaBytes());
    record.put("weight_bytes", module.weightBytes());
    module.files().forEach(file -> console.say("wrote " + file));
    console.say(
        "%s, %s of arena, %s of weights"
            .formatted(
                Count.of(module.steps(), "step"),
                Count.of(module.arenaBytes(), "byte"),
                Count.of(module.weightBytes(), "byte")));
    if (build || compiler != null) {
      Path program = module.build(Optional.ofNullable(compiler).map(EmitCommand::words));
      console.say("built " + program);
      record.put("program", program.toString());
    }
    console.result(record);
    return ExitStatus.OK;
  }

  private void requireName() {
    if (name != null && !NAME.matcher(name).matches()) {
      throw new BadConfigurationException(
          "usage",
          "--name",
          "'%s' cannot name files and C symbols".formatted(name),
          "give letters and digits, such as --name net");
    }
  }

  private static List<String> words(String command) {
    return List.of(command.split(" +", -1));
  }

  /** How constants become part of a program. */
  private static final class BareMetal implements ITypeConverter<Surroundings> {
    @Override
    public Surroundings convert(String value) {
      return switch (value) {
        case "assembler" -> Surroundings.BARE_ASSEMBLER;
        case "array" -> Surroundings.BARE_ARRAY;
        default ->
            throw new TypeConversionException(
                "constants are 'assembler' or 'array', not '%s'".formatted(value));
      };
    }
  }

  private String stem() {
    return model.getFileName().toString().replaceFirst("((_quantized_model)?\\.onnx|\\.plm)$", "");
  }
}
