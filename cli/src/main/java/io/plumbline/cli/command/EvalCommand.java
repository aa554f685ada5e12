package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.data.dataset.DatasetKind;
import io.plumbline.data.sample.DataArchive;
import io.plumbline.pipeline.evaluation.AgreementEvaluation;
import io.plumbline.pipeline.evaluation.ClassifierEvaluation;
import io.plumbline.pipeline.evaluation.CustomEvaluation;
import io.plumbline.pipeline.evaluation.DetectionEvaluation;
import io.plumbline.pipeline.evaluation.Evaluation;
import io.plumbline.pipeline.evaluation.EvaluationRequest;
import io.plumbline.pipeline.evaluation.SegmentationEvaluation;
import io.plumbline.pipeline.evaluation.UserMetrics;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.ModelPreprocess;
import io.plumbline.report.CsvRenderer;
import io.plumbline.report.html.RunPage;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumb eval}: models over labelled samples, side by side. */
@Command(
    name = "eval",
    description = "Scores models on samples, labelled or not; the first model is the reference.")
public final class EvalCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private MetricOptions metric;
  @Mixin private ExecutorOption executor;

  @Parameters(
      paramLabel = "MODEL[,MODEL…]",
      hideParamSyntax = true,
      split = ",",
      arity = "1..*",
      description = "Model artefacts; the first is the one the others are compared with.")
  private @Nullable List<Path> models;

  @Option(
      names = "--data",
      required = true,
      description =
          "The folder that the paths of the labels file are relative to; or one with a folder for"
              + " each class; or CIFAR-10 .bin files, or an idx file of pictures. Of a folder of"
              + " files without labels, several models are held to the first one.")
  private Path data;

  @Option(
      names = "--labels",
      description =
          "Lines of 'relative/path class-index' (or mask, or text), an idx file of labels, or"
              + " boxes: COCO's JSON, a .tsv of image, class, x1, y1, x2, y2, or a folder of"
              + " PASCAL VOC's .xml or of .txt files.")
  private @Nullable Path labels;

  @Option(
      names = "--dataset",
      description = "The form of the data, where it cannot be told: ${COMPLETION-CANDIDATES}.")
  private @Nullable DatasetKind dataset;

  @Option(names = "--preprocess", description = "How pictures become the model's input.")
  private @Nullable Path preprocess;

  @Option(
      names = "--float-preprocess",
      description =
          "How pictures become the input of models that take no pictures, beside models that do and"
              + " normalise inside.")
  private @Nullable Path floatPreprocess;

  @Option(
      names = "--limit",
      converter = AtLeastOne.class,
      description = "Use no more than N samples, spread evenly over all.")
  private int limit;

  @Option(
      names = "--threads",
      converter = ThreadCount.class,
      description = "How many samples are worked on at a time; all cores if not given.")
  private int threads;

  @Option(
      names = "--csv",
      paramLabel = "DIR",
      description =
          "Write whole tables there for spreadsheets: scores.csv, and of classes and samples"
              + " classes.csv and samples.csv where they are known.")
  private @Nullable Path csv;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() {
    report.prepare();
    Console console = global.console();
    ConsoleProgress progress = new ConsoleProgress(console);
    Evaluation evaluation = evaluate(request(), progress);
    progress.finish();
    evaluation.tables().forEach(console::show);
    if (csv != null) {
      writeTables(evaluation, csv, console);
    }
    console.findings(evaluation.findings());
    console.result(report.record(console, page(evaluation)));
    return ExitStatus.OK;
  }

  private RunPage page(Evaluation evaluation) {
    return new RunPage(
        "eval", "Evaluation", data.toString(), evaluation.record(), evaluation.sections());
  }

  private static void writeTables(Evaluation evaluation, Path folder, Console console) {
    evaluation
        .files()
        .forEach(
            (name, table) -> {
              Path file = folder.resolve(name + ".csv");
              AtomicFile.write(file, CsvRenderer.render(table));
              console.say("wrote " + file);
            });
  }

  private EvaluationRequest request() {
    if (models == null || models.isEmpty()) {
      throw new BadConfigurationException(
          "usage", "plumb eval", "no model is named", "give one model or more, separated by ','");
    }
    return new EvaluationRequest(
        models,
        DataArchive.folder(data),
        Optional.ofNullable(labels),
        Optional.ofNullable(dataset),
        new ModelPreprocess(
            Optional.ofNullable(preprocess).map(PreprocessFile::read),
            Optional.ofNullable(floatPreprocess).map(PreprocessFile::read)),
        limit > 0 ? limit : Integer.MAX_VALUE,
        executor.chosen(),
        threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
  }

  private Evaluation evaluate(EvaluationRequest request, Progress progress) {
    return switch (metric.chosen()) {
      case MetricOptions.Choice.Classes(var names) ->
          AgreementEvaluation.serves(request)
              ? AgreementEvaluation.of(request, names, progress)
              : ClassifierEvaluation.of(request, names, progress);
      case MetricOptions.Choice.Boxes(var task) -> DetectionEvaluation.of(request, task, progress);
      case MetricOptions.Choice.Masks(int ignored) ->
          SegmentationEvaluation.of(request, ignored, progress);
      case MetricOptions.Choice.Own(String name) ->
          CustomEvaluation.of(request, UserMetrics.named(name), progress);
      case MetricOptions.Choice.Program(var command, var folder) ->
          CustomEvaluation.of(request, command, folder, progress);
    };
  }
}
