package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.evaluation.ClassifierEvaluation;
import io.plumbline.pipeline.evaluation.EvaluationRequest;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.EnvironmentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code plumb demo}: the main job on the shipped example, and what per-tensor weights would cost.
 */
@Command(
    name = "demo",
    description = "Compiles the shipped example and scores it on its evaluation pictures.")
public final class DemoCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;

  @Option(
      names = "--working-dir",
      defaultValue = "demo_output",
      description = "Where the artefacts go; ${DEFAULT-VALUE} if not given.")
  private Path folder;

  @Override
  public Integer call() {
    Console console = global.console();
    Path example = example();
    CompileRequest request =
        Configurations.read(example.resolve("config.yaml")).translate().request();
    ConsoleProgress progress = new ConsoleProgress(console);
    Compilation perChannel = Pipeline.compile(perChannel(request, folder), progress);
    Compilation perTensor = Pipeline.compile(perTensor(request, folder), progress);
    ClassifierEvaluation evaluation =
        ClassifierEvaluation.of(
            EvaluationRequest.of(
                List.of(
                    request.files().model(),
                    perChannel.request().file(Artifact.QUANTIZED),
                    perTensor.request().file(Artifact.QUANTIZED)),
                example.resolve("evaluation"),
                example.resolve("evaluation_labels.txt"),
                PreprocessFile.read(example.resolve("preprocess.yaml")),
                request.threads()),
            progress);
    progress.finish();
    show(console, perChannel, evaluation);
    return ExitStatus.OK;
  }

  private static void show(
      Console console, Compilation compilation, ClassifierEvaluation evaluation) {
    new CompilationView(console).showTables(compilation);
    console.show(evaluation.table());
    console.say(
        "The first model is the float one. The second has a weight scale for each output channel,"
            + " the third a single one for each layer. All artefacts are in "
            + compilation.request().folder().toAbsolutePath());
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("compile", CompilationView.record(compilation));
    record.put("eval", evaluation.record());
    console.result(record);
  }

  private static CompileRequest perChannel(CompileRequest request, Path folder) {
    return variant(request, folder, request.prefix(), true);
  }

  private static CompileRequest perTensor(CompileRequest request, Path folder) {
    return variant(request, folder, request.prefix() + "_per_tensor", false);
  }

  private static CompileRequest variant(
      CompileRequest request, Path folder, String prefix, boolean perChannel) {
    return request
        .into(folder, prefix)
        .withTarget(request.target().withPerChannelWeights(perChannel));
  }

  private static Path example() {
    Path home = Path.of(System.getProperty("plumbline.home", "."));
    Path example = home.resolve("examples").resolve("shapes");
    if (!Files.isDirectory(example)) {
      throw new EnvironmentException(
          "environment.no-example",
          example.toString(),
          "the shipped example is not there",
          "install Plumbline anew, or run ./plumb of a complete checkout");
    }
    return example;
  }
}
