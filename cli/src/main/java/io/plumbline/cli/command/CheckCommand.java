package io.plumbline.cli.command;

import io.plumbline.cli.ExitStatus;
import io.plumbline.cli.config.Targets;
import io.plumbline.cli.console.Console;
import io.plumbline.pipeline.ModelCheck;
import io.plumbline.pipeline.ModelFiles;
import io.plumbline.pipeline.ModelInterface;
import io.plumbline.quantize.target.Target;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb check}: where every node would run, before any long work. */
@Command(
    name = "check",
    description = "Says for every node whether it becomes integer, and why not if it does not.")
public final class CheckCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private ShapeOption shapes;

  @Option(
      names = {"-m", "--model"},
      required = true,
      description = "An .onnx model, or a .caffemodel with --proto.")
  private Path model;

  @Option(names = "--proto", description = "The prototxt of a .caffemodel.")
  private @Nullable Path prototxt;

  @Option(names = "--march", defaultValue = "generic", description = "The target to check for.")
  private String march;

  @Override
  public Integer call() {
    Console console = global.console();
    Target target = Targets.byName(march, "--march");
    ModelCheck check =
        ModelCheck.of(
            ModelFiles.of(model, prototxt), ModelInterface.OWN.withShapes(shapes.shapes()), target);
    console.show(check.table());
    check.findings().forEach(console::finding);
    console.result(check.record());
    return ExitStatus.OK;
  }
}
