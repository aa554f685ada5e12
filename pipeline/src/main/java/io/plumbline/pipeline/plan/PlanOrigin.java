package io.plumbline.pipeline.plan;

import io.plumbline.formats.source.SourceHashes;
import io.plumbline.quantize.target.Target;
import io.plumbline.tensor.BadConfigurationException;

/**
 * What a plan was made of, and by what.
 *
 * @param version of Plumbline
 * @param model what the float model was read from
 * @param graph {@link GraphDigest} of the optimised model, which shapes, picture inputs and chosen
 *     outputs change too
 * @param method how ranges were found, in the words of {@code calibration_type}
 * @param effort for accuracy, in the words of the configuration
 * @param samples how many calibration samples the ranges rest on
 */
public record PlanOrigin(
    String version,
    SourceHashes model,
    String graph,
    Target target,
    String method,
    String effort,
    long samples) {
  /**
   * Holds that a plan of this origin is one for another compilation.
   *
   * @param where the plan is, for errors
   * @param current what the compilation is made of; how it would find ranges does not matter
   * @throws BadConfigurationException saying what differs
   */
  void requireFits(String where, PlanOrigin current) {
    if (!model.equals(current.model)) {
      throw new BadConfigurationException(
          "plan.other-model",
          where,
          "the plan was made of another model: of a file with SHA-256 %s, and this one has %s"
              .formatted(all(model), all(current.model)),
          "give the model that the plan was made of, or leave the plan out to make a new one");
    }
    if (!target.equals(current.target)) {
      String found =
          target.name().equals(current.target.name())
              ? "'%s' with other schemes or another arithmetic".formatted(target.name())
              : "'%s'".formatted(target.name());
      throw new BadConfigurationException(
          "plan.other-target",
          where,
          "the plan was made for the target %s, and this compilation is for '%s'"
              .formatted(found, current.target.name()),
          "choose the target of the plan, or leave the plan out to make a new one");
    }
    if (!version.equals(current.version)) {
      throw new BadConfigurationException(
          "plan.other-version",
          where,
          "the plan was made by Plumbline %s, and this is %s".formatted(version, current.version),
          "compile with the version of the plan, or leave the plan out to make a new one");
    }
    if (!graph.equals(current.graph)) {
      throw new BadConfigurationException(
          "plan.other-inputs",
          where,
          "the plan was made of this model with other shapes, inputs or outputs",
          "give the input_parameters and output_nodes that the plan was made with: those of"
              + " config.resolved.yaml beside it");
    }
  }

  private static String all(SourceHashes hashes) {
    StringBuilder text = new StringBuilder(hashes.model());
    hashes.external().ifPresent(hash -> text.append(", external data ").append(hash));
    hashes.prototxt().ifPresent(hash -> text.append(", prototxt ").append(hash));
    return text.toString();
  }
}
