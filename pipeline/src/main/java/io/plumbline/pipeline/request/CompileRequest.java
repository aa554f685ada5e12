package io.plumbline.pipeline.request;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.quantize.calibrate.Calibration;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All that a compilation needs to know.
 *
 * @param files of the float model
 * @param prefix of every artefact's file name
 * @param folder where the artefacts go; made if absent
 * @param effort for accuracy
 * @param search for the way to find ranges; empty where the options say how
 * @param goal for which values are held in 16 bits
 * @param plan a file that says all of this: ranges, constants and precisions are as it has them
 * @param gates how near the result must be for it not to count as failed
 * @param noiseBudget whether it is measured where the noise at the outputs comes from
 * @param nativeCode whether the module gets native code for this machine
 * @param calibration samples that show the ranges of activations
 * @param threads how many samples are worked on at a time
 * @param comparedSamples how many samples, spread evenly over all, the similarity of inner tensors
 *     is measured on; that of outputs is measured on all
 * @param configuration all of this as the text of a configuration, to be kept with the artefacts
 */
public record CompileRequest(
    ModelFiles files,
    ModelInterface ports,
    String prefix,
    Path folder,
    Target target,
    QuantOptions options,
    Effort effort,
    Goal goal,
    Optional<Search> search,
    Optional<Path> plan,
    Gates gates,
    boolean noiseBudget,
    boolean nativeCode,
    CalibrationData calibration,
    Deployment deployment,
    int threads,
    int comparedSamples,
    Optional<String> configuration) {
  /** How many samples inner tensors are compared on unless told otherwise. */
  public static final int COMPARED_SAMPLES = 8;

  /** The defaults of everything that has one. */
  public static CompileRequest of(ModelFiles files, CalibrationData calibration) {
    return new CompileRequest(
        files,
        ModelInterface.OWN,
        "model",
        Path.of("model_output"),
        Target.GENERIC,
        QuantOptions.DEFAULT,
        Effort.BALANCED,
        Goal.NONE,
        Optional.empty(),
        Optional.empty(),
        Gates.NONE,
        false,
        false,
        calibration,
        Deployment.AS_TRAINED,
        Runtime.getRuntime().availableProcessors(),
        COMPARED_SAMPLES,
        Optional.empty());
  }

  /** The file an artefact goes to. */
  public Path file(Artifact artifact) {
    return folder.resolve(artifact.fileName(prefix));
  }

  public CompileRequest withPorts(ModelInterface other) {
    return changed(copy -> copy.ports = other);
  }

  /** The same compilation with its artefacts elsewhere. */
  public CompileRequest into(Path otherFolder, String otherPrefix) {
    return changed(
        copy -> {
          copy.prefix = otherPrefix;
          copy.folder = otherFolder;
        });
  }

  public CompileRequest withTarget(Target other) {
    return changed(copy -> copy.target = other);
  }

  public CompileRequest withOptions(QuantOptions other) {
    return changed(copy -> copy.options = other);
  }

  /** The same with ranges found otherwise. */
  public CompileRequest with(Calibration calibration) {
    return withOptions(options.withCalibration(calibration));
  }

  public CompileRequest withEffort(Effort other) {
    return changed(copy -> copy.effort = other);
  }

  public CompileRequest withGoal(Goal other) {
    return changed(copy -> copy.goal = other);
  }

  public CompileRequest withSearch(Search other) {
    return changed(copy -> copy.search = Optional.of(other));
  }

  public CompileRequest withPlan(Path file) {
    return changed(copy -> copy.plan = Optional.of(file));
  }

  public CompileRequest withCalibration(CalibrationData other) {
    return changed(copy -> copy.calibration = other);
  }

  public CompileRequest withDeployment(Deployment other) {
    return changed(copy -> copy.deployment = other);
  }

  public CompileRequest withThreads(int number) {
    return changed(copy -> copy.threads = number);
  }

  public CompileRequest withConfiguration(String text) {
    return changed(copy -> copy.configuration = Optional.of(text));
  }

  public CompileRequest withGates(Gates asked) {
    return changed(copy -> copy.gates = asked);
  }

  public CompileRequest withNoiseBudget(boolean measured) {
    return changed(copy -> copy.noiseBudget = measured);
  }

  public CompileRequest withNativeCode(boolean compiled) {
    return changed(copy -> copy.nativeCode = compiled);
  }

  private CompileRequest changed(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.request();
  }

  /** The parts of a request while some of them change. */
  private static final class Copy {
    private ModelFiles files;
    private ModelInterface ports;
    private String prefix;
    private Path folder;
    private Target target;
    private QuantOptions options;
    private Effort effort;
    private Goal goal;
    private Optional<Search> search;
    private Optional<Path> plan;
    private Gates gates;
    private boolean noiseBudget;
    private boolean nativeCode;
    private CalibrationData calibration;
    private Deployment deployment;
    private int threads;
    private int comparedSamples;
    private Optional<String> configuration;

    Copy(CompileRequest request) {
      files = request.files;
      ports = request.ports;
      prefix = request.prefix;
      folder = request.folder;
      target = request.target;
      options = request.options;
      effort = request.effort;
      goal = request.goal;
      search = request.search;
      plan = request.plan;
      gates = request.gates;
      noiseBudget = request.noiseBudget;
      nativeCode = request.nativeCode;
      calibration = request.calibration;
      deployment = request.deployment;
      threads = request.threads;
      comparedSamples = request.comparedSamples;
      configuration = request.configuration;
    }

    CompileRequest request() {
      return new CompileRequest(
          files,
          ports,
          prefix,
          folder,
          target,
          options,
          effort,
          goal,
          search,
          plan,
          gates,
          noiseBudget,
          nativeCode,
          calibration,
          deployment,
          threads,
          comparedSamples,
          configuration);
    }
  }
}
