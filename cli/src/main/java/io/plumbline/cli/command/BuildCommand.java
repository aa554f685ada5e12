package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.codegen.build.BuildTarget;
import io.plumbline.pipeline.ModuleFile;
import io.plumbline.pipeline.ModuleRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumb build}: a quantized model with native code, in one file. */
@Command(
    name = "build",
    description = "Compiles a quantized model to native code and puts both into a module (.plm).")
public final class BuildCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @Parameters(paramLabel = "MODEL", description = "A *_quantized_model.onnx, or a module.")
  private Path model;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The module; PREFIX.plm beside the model if not given.")
  private @Nullable Path output;

  @Option(
      names = "--for",
      paramLabel = "PLATFORM/INSTRUCTIONS[=COMPILER]",
      description =
          "What native code is wanted for, such as linux-x86_64/avx2 or"
              + " 'linux-aarch64/baseline=aarch64-linux-gnu-gcc'; may be given several times. The"
              + " best of this machine if not given.")
  private List<String> targets = List.of();

  @Option(names = "--no-native", description = "Leave native code out.")
  private boolean interpreted;

  @Override
  public Integer call() {
    Console console = global.console();
    Path file = output == null ? model.resolveSibling(stem() + ".plm") : output;
    ModuleFile built = ModuleFile.build(model, file, stem(), wanted());
    if (built.module().code().stream().anyMatch(code -> !code.objects().isEmpty())) {
      console.show(ModuleRecord.table(built.module()));
    }
    console.say("wrote " + file);
    console.findings(built.findings());
    console.result(ModuleRecord.of(built));
    return ExitStatus.OK;
  }

  private Optional<List<BuildTarget>> wanted() {
    if (interpreted) {
      return Optional.of(List.of());
    }
    return targets.isEmpty() ? Optional.empty() : Optional.of(BuildTarget.parse(targets));
  }

  private String stem() {
    return model.getFileName().toString().replaceFirst("((_quantized_model)?\\.onnx|\\.plm)$", "");
  }
}
