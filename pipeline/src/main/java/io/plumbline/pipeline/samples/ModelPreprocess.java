package io.plumbline.pipeline.samples;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.Finding;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * How one set of pictures becomes inputs of several models, of which some take pictures as a device
 * hands them over and normalise them inside, and others take what was prepared.
 *
 * @param preprocess how pictures become what the network was trained on
 * @param floatPreprocess the same for models that take no pictures: with the mean and scale that
 *     the others hold inside; empty to prepare all alike
 */
public record ModelPreprocess(
    Optional<Preprocess> preprocess, Optional<Preprocess> floatPreprocess) {
  /** Of one model. */
  public Optional<Preprocess> of(Engine engine) {
    return takesPictures(engine) ? preprocess : floatPreprocess.or(() -> preprocess);
  }

  /**
   * A warning where models of both kinds are prepared alike.
   *
   * @param models by what they are called
   */
  public Optional<Finding> mixed(SequencedMap<String, Engine> models) {
    String plain =
        models.entrySet().stream()
            .filter(model -> !takesPictures(model.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return floatPreprocess.isEmpty()
            && !plain.isEmpty()
            && models.values().stream().anyMatch(ModelPreprocess::takesPictures)
        ? Optional.of(
            Finding.warning(
                "verify.mixed-inputs",
                plain,
                "it gets the same pixels as the models that take pictures, of which those normalise"
                    + " them inside; where it wants them normalised, say how with"
                    + " --float-preprocess"))
        : Optional.empty();
  }

  private static boolean takesPictures(Engine engine) {
    return !engine.pictures().isEmpty();
  }
}
