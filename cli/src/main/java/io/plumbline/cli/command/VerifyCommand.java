package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.verification.GroundTruth;
import io.plumbline.pipeline.verification.Verification;
import io.plumbline.pipeline.verification.VerificationRequest;
import io.plumbline.pipeline.verification.Verifier;
import io.plumbline.pipeline.verification.ladder.Diagnosis;
import io.plumbline.pipeline.verification.ladder.Ladder;
import io.plumbline.pipeline.verification.ladder.LadderRun;
import io.plumbline.report.html.RunPage;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.Tolerance;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumb verify}: models held to each other on the same samples. */
@Command(
    name = "verify",
    description = "Compares what models make of the same samples; the first is the reference.")
public final class VerifyCommand implements Callable<Integer> {
  /** Options that say something beside --ladder. */
  private static final Set<String> OF_LADDERS =
      Set.of(
          "--ladder",
          "--prefix",
          "--model",
          "--input",
          "--preprocess",
          "--float-preprocess",
          "--limit",
          "--threads",
          "--report",
          "--json",
          "--progress",
          "--verbose");

  @Spec private CommandSpec spec;
  @Mixin private GlobalOptions global;
  @Mixin private ExecutorOption executor;
  @Mixin private VerifiedData data;
  @Mixin private VerifiedLimits limits;
  @Mixin private GroundTruthOptions groundTruth;

  @Option(
      names = {"-m", "--model"},
      split = ",",
      paramLabel = "MODEL",
      description =
          "Artefacts, float models or integer programs; of a single program its executors. With"
              + " --ladder the module of the compilation, alone or as MODULE@DEVICE.")
  private List<Path> models = List.of();

  @Option(
      names = "--ladder",
      paramLabel = "DIR",
      description =
          "Compare all stages of the compilation in this folder instead, on its calibration samples"
              + " if no others are given.")
  private @Nullable Path ladder;

  @Option(names = "--prefix", description = "Of the compilation, where the folder has several.")
  private @Nullable String prefix;

  @Option(names = "--proto", description = "The prototxt of a .caffemodel among them.")
  private @Nullable Path prototxt;

  @Option(
      names = {"-r", "--all-nodes"},
      description = "Compare every tensor that two models have under the same name.")
  private boolean allNodes;

  @Option(
      names = "--measure",
      split = ",",
      paramLabel = "MEASURE",
      converter = MeasureName.class,
      description = "Show these measures too, such as: mre,correlation,cdf-distance.")
  private List<Measure> measures = List.of();

  @Option(
      names = "--threads",
      defaultValue = "1",
      converter = ThreadCount.class,
      description = "Threads inside one run.")
  private int threads;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() {
    if (ladder != null) {
      VainOptions.refuse(
          spec, OF_LADDERS, "--ladder compares outputs of stages, within limits of its own");
    }
    report.prepare();
    Console console = global.console();
    ConsoleProgress progress = new ConsoleProgress(console);
    if (ladder != null) {
      return climb(console, progress, ladder);
    }
    Verification verification = compare(progress);
    progress.finish();
    return show(console, verification);
  }

  private Verification compare(ConsoleProgress progress) {
    return switch (groundTruth.folders()) {
      case List<Path> none when none.isEmpty() ->
          Verifier.verify(request(Tolerance.DEFAULT), progress);
      case List<Path> two when two.size() == 2 && models.isEmpty() ->
          GroundTruth.compare(two.get(0), two.get(1), limits.chosen(Tolerance.GROUND_TRUTH));
      case List<Path> one when one.size() == 1 && !models.isEmpty() ->
          GroundTruth.compare(request(Tolerance.GROUND_TRUTH), one.getFirst(), progress);
      default ->
          throw new BadConfigurationException(
              "usage",
              "--gt",
              "%s and %s"
                  .formatted(
                      Count.of(groundTruth.folders().size(), "folder"),
                      Count.of(models.size(), "model")),
              "give two folders, or one folder and models that are held to it");
    };
  }

  private int climb(Console console, ConsoleProgress progress, Path folder) {
    Ladder found =
        LadderRun.run(
            data.ladder(CompiledFolder.request(folder, prefix), module(), threads), progress);
    progress.finish();
    found.tables().forEach(console::show);
    Diagnosis diagnosis = found.diagnosis();
    console.say((found.passes() ? "PASSED: " : "FAILED: ") + diagnosis.sentence());
    diagnosis.evidence().forEach(line -> console.say("  " + line));
    diagnosis
        .next()
        .forEach(
            step -> {
              console.say("next: " + step.why());
              step.command().ifPresent(command -> console.say("    " + command));
            });
    console.findings(found.findings());
    console.result(
        report.record(
            console,
            new RunPage("ladder", "Stages", folder.toString(), found.record(), found.sections())));
    return found.passes() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  /** The module that is held to all stages of a compilation. */
  private Optional<ModelFiles> module() {
    if (models.size() > 1) {
      throw new BadConfigurationException(
          "usage",
          "-m",
          "%s beside --ladder".formatted(Count.of(models.size(), "model")),
          "name the module of the compilation alone, or on its device: MODULE@DEVICE");
    }
    return models.stream().findFirst().map(this::files);
  }

  private int show(Console console, Verification verification) {
    verification.tables().forEach(console::show);
    verification.verdicts().forEach(console::say);
    groundTruth
        .output()
        .ifPresent(
            folder ->
                GroundTruth.write(request(Tolerance.DEFAULT), folder)
                    .forEach(file -> console.note("wrote " + file)));
    console.findings(verification.findings());
    console.result(
        report.record(
            console,
            new RunPage(
                "verify",
                "Verification",
                verification.reference(),
                verification.record(),
                verification.sections())));
    return verification.passes() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private VerificationRequest request(Tolerance usual) {
    return new VerificationRequest(
        models.stream().map(this::files).toList(),
        data.chosen(),
        limits.chosen(usual),
        measures,
        allNodes,
        data.limit(),
        executor.chosen(),
        threads);
  }

  private ModelFiles files(Path model) {
    boolean caffe = model.toString().toLowerCase(Locale.ROOT).endsWith(".caffemodel");
    return ModelFiles.of(model, caffe ? prototxt : null);
  }
}
