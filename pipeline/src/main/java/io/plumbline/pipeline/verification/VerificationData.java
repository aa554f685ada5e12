package io.plumbline.pipeline.verification;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.pipeline.samples.ModelPreprocess;
import java.util.List;
import java.util.Optional;

/** What models are run on. */
public sealed interface VerificationData {
  /**
   * One file for each input, or one folder of samples for each.
   *
   * @param preprocess how pictures become what the network was trained on
   * @param floatPreprocess the same for models that take no pictures beside models that do: with
   *     the mean and scale that those hold inside; empty to prepare all alike
   */
  record Files(
      List<GivenInput> inputs,
      Optional<Preprocess> preprocess,
      Optional<Preprocess> floatPreprocess)
      implements VerificationData {
    public Files {
      inputs = List.copyOf(inputs);
    }

    /** How pictures become inputs of each model. */
    ModelPreprocess preparation() {
      return new ModelPreprocess(preprocess, floatPreprocess);
    }
  }

  /**
   * Pixels for picture inputs, normal deviates for other real ones, zeros for the rest.
   *
   * @param count of samples, at least 1
   */
  record Random(long seed, int count) implements VerificationData {}
}
