package io.plumbline.pipeline.trial;

import io.plumbline.pipeline.request.CompileRequest;

/** What a configuration asks for with some of its settings changed. */
@FunctionalInterface
public interface Settings {
  /**
   * The request of a tuning.
   *
   * @throws io.plumbline.tensor.BadConfigurationException when the configuration contradicts it
   */
  CompileRequest request(Tuning tuning);
}
