package io.plumbline.pipeline.request;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.quantize.calibrate.Calibration;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.target.Target;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that a compilation needs to know.
 *
 * @param files of the float model
 * @param prefix of every artefact's file name
 * @param folder where the artefacts go; made if absent
 * @param effort for accuracy
 * @param search for the way to find ranges; empty where the options say how
 * @param goal for which values are held in 16 bits
 * @param noiseBudget whether it is measured where the noise at the outputs comes from
 * @param calibration samples that show the ranges of activations
 * @param threads how many samples are worked on at a time
 * @param comparedSamples how many samples the similarity is measured on
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
    boolean noiseBudget,
    CalibrationData calibration,
    Deployment deployment,
    int threads,
    int comparedSamples,
    Optional<String> configuration) {
  /** How many samples the similarity is measured on unless told otherwise. */
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
    return new CompileRequest(
        files,
        other,
        prefix,
        folder,
        target,
        options,
        effort,
        goal,
        search,
        noiseBudget,
        calibration,
        deployment,
        threads,
        comparedSamples,
        configuration);
  }

  /** The same compilation with its artefacts elsewhere. */
  public CompileRequest into(Path otherFolder, String otherPrefix) {
    return new CompileRequest(
        files,
        ports,
        otherPrefix,
        otherFolder,
        target,
        options,
        effort,
        goal,
        search,
        noiseBudget,
        calibration,
        deployment,
        threads,
        comparedSamples,
        configuration);
  }

  public CompileRequest withTarget(Target other) {
    return new CompileRequest(
        files,
        ports,
        prefix,
        folder,
        other,
        options,
        effort,
        goal,
        search,
        noiseBudget,
        calibration,
        deployment,
        threads,
        comparedSamples,
        configuration);
  }

  public CompileRequest withOptions(QuantOptions other) {
    return new CompileRequest(
        files,
        ports,
        prefix,
        folder,
        target,
        other,
        effort,
        goal,
        search,
        noiseBudget,
        calibration,
        deployment,
        threads,
        comparedSamples,
        configuration);
  }

  /** The same with ranges found otherwise. */
  public CompileRequest with(Calibration calibration) {
    return withOptions(options.withCalibration(calibration));
  }

  public CompileRequest withEffort(Effort other) {
    return new CompileRequest(
        files,
        ports,
        prefix,
        folder,
        target,
        options,
        other,
        goal,
        search,
        noiseBudget,
        calibration,
        deployment,
        threads,
        comparedSamples,
        configuration);
  }

  public CompileRequest withGoal(Goal other) {
    return new CompileRequest(
        files,
        ports,
        prefix,
        folder,
        target,
        options,
        effort,
        other,
        search,
        noiseBudget,
        calibration,
        deployment,
        threads,
        comparedSamples,
        configuration);
  }

  public CompileRequest withSearch(Search other) {
    return new CompileRequest(
        files,
        ports,
        prefix,
        folder,
        target,
        options,
        effort,
        goal,
        Optional.of(other),
        noiseBudget,
        calibration,
        deployment,
        threads,
        comparedSamples,
        configuration);
  }

  public CompileRequest withCalibration(CalibrationData other) {
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
        noiseBudget,
        other,
        deployment,
        threads,
        comparedSamples,
        configuration);
  }

  public CompileRequest withDeployment(Deployment other) {
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
        noiseBudget,
        calibration,
        other,
        threads,
        comparedSamples,
        configuration);
  }

  public CompileRequest withThreads(int number) {
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
        noiseBudget,
        calibration,
        deployment,
        number,
        comparedSamples,
        configuration);
  }

  public CompileRequest withConfiguration(String text) {
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
        noiseBudget,
        calibration,
        deployment,
        threads,
        comparedSamples,
        Optional.of(text));
  }

  public CompileRequest withNoiseBudget(boolean measured) {
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
        measured,
        calibration,
        deployment,
        threads,
        comparedSamples,
        configuration);
  }
}
