package io.plumbline.pipeline.record;

import io.plumbline.pipeline.request.Artifact;
import io.plumbline.report.run.StageModel;
import io.plumbline.verify.similarity.SampleCosines;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The models on the way from float to integers, and how true those of fewer bits are. */
final class RunStages {
  private RunStages() {}

  static List<StageModel> of(Compilation compilation) {
    List<StageModel> stages = new ArrayList<>();
    compilation
        .artifacts()
        .forEach((artifact, file) -> stage(compilation, artifact, file).ifPresent(stages::add));
    return stages;
  }

  private static Optional<StageModel> stage(Compilation compilation, Artifact artifact, Path file) {
    return switch (artifact) {
      case ORIGINAL_FLOAT ->
          plain(artifact, file, "the model as given", compilation.original().nodes().size());
      case OPTIMIZED_FLOAT ->
          plain(
              artifact,
              file,
              "float, with constants folded and nodes fused",
              compilation.optimised().nodes().size());
      case CALIBRATED ->
          measured(
              artifact,
              file,
              "float, with tensors rounded to the steps of the plan",
              compilation.calibrated().nodes().size(),
              truths(compilation, TensorSimilarity::calibrated));
      case PTQ ->
          Optional.of(
              new StageModel(
                  artifact.label(),
                  file.getFileName().toString(),
                  "the same with integer weights, for other tools",
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
      case QUANTIZED ->
          measured(
              artifact,
              file,
              "the integer program",
              compilation.lowered().program().instructions().size(),
              truths(compilation, TensorSimilarity::quantized));
      case QUANTIZED_REMOVED ->
          Optional.of(
              new StageModel(
                  artifact.label(),
                  file.getFileName().toString(),
                  "the integer program without its ends",
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
      default -> Optional.empty();
    };
  }

  private static Optional<StageModel> plain(
      Artifact artifact, Path file, String meaning, int nodes) {
    return Optional.of(
        new StageModel(
            artifact.label(),
            file.getFileName().toString(),
            meaning,
            Optional.of(nodes),
            Optional.empty(),
            Optional.empty()));
  }

  private static Optional<StageModel> measured(
      Artifact artifact, Path file, String meaning, int nodes, List<SampleCosines> truths) {
    return Optional.of(
        new StageModel(
            artifact.label(),
            file.getFileName().toString(),
            meaning,
            Optional.of(nodes),
            lowest(truths, SampleCosines::mean),
            lowest(truths, SampleCosines::worst)));
  }

  private static List<SampleCosines> truths(
      Compilation compilation, Function<TensorSimilarity, SampleCosines> model) {
    return compilation.optimised().outputs().stream()
        .map(compilation.similarities()::get)
        .filter(Objects::nonNull)
        .filter(similarity -> !similarity.isSingle())
        .map(model)
        .toList();
  }

  /** NaN is the lowest. */
  static Optional<Double> lowest(
      List<SampleCosines> cosines, Function<SampleCosines, Double> figure) {
    OptionalDouble lowest = cosines.stream().mapToDouble(figure::apply).reduce(Math::min);
    return lowest.isPresent() ? Optional.of(lowest.getAsDouble()) : Optional.empty();
  }
}
