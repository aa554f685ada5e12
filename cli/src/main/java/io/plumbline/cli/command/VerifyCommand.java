package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.verification.Verification;
import io.plumbline.pipeline.verification.VerificationRequest;
import io.plumbline.pipeline.verification.Verifier;
import io.plumbline.pipeline.verification.ladder.Diagnosis;
import io.plumbline.pipeline.verification.ladder.Ladder;
import io.plumbline.pipeline.verification.ladder.LadderRun;
import io.plumbline.verify.compare.Measure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb verify}: models held to each other on the same samples. */
@Command(
    name = "verify",
    description = "Compares what models make of the same samples; the first is the reference.")
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private VerifiedData data;
  @Mixin private VerifiedLimits limits;

  @Option(
      names = {"-m", "--model"},
      split = ",",
      paramLabel = "MODEL",
      description = "Artefacts, float models or integer programs, at least two.")
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

  @Override
  public Integer call() {
    Console console = global.console();
    ConsoleProgress progress = new ConsoleProgress(console);
    return ladder == null ? compare(console, progress) : climb(console, progress, ladder);
  }

  private int climb(Console console, ConsoleProgress progress, Path folder) {
    Ladder found =
        LadderRun.run(data.ladder(CompiledFolder.request(folder, prefix), threads), progress);
    progress.finish();
    found.tables().forEach(console::show);
    Diagnosis diagnosis = found.diagnosis();
    console.say((found.passes() ? "PASSED: " : "FAILED: ") + diagnosis.sentence());
    diagnosis.evidence().forEach(line -> console.say("  " + line));
    diagnosis
        .next()
        .forEach(
            step ->
                console.say("next: " + step.why() + step.command().map(" — "::concat).orElse("")));
    console.findings(found.findings());
    console.result(found.record());
    return found.passes() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private int compare(Console console, ConsoleProgress progress) {
    Verification verification = Verifier.verify(request(), progress);
    progress.finish();
    verification.tables().forEach(console::show);
    verification.verdicts().forEach(console::say);
    console.findings(verification.findings());
    console.result(verification.record());
    return verification.passes() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private VerificationRequest request() {
    return new VerificationRequest(
        models.stream().map(this::files).toList(),
        data.chosen(),
        limits.chosen(),
        measures,
        allNodes,
        data.limit(),
        threads);
  }

  private ModelFiles files(Path model) {
    boolean caffe = model.toString().toLowerCase(Locale.ROOT).endsWith(".caffemodel");
    return ModelFiles.of(model, caffe ? prototxt : null);
  }
}
