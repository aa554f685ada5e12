package io.plumbline.pipeline.request;

import io.plumbline.tensor.BadConfigurationException;

/** Where a compilation may end early: each is gone on from by what the stages until then wrote. */
public enum LastStage {
  /** With the optimised float model. */
  OPTIMISE(Stage.OPTIMISE),
  /** With the plan, tuned, and the models that it makes with fake quantization. */
  CALIBRATE(Stage.CALIBRATE),
  /** With the integer program too, not compared with anything, and without a module. */
  QUANTIZE(Stage.QUANTIZE);

  private final Stage stage;

  LastStage(Stage stage) {
    this.stage = stage;
  }

  /** Lower-case name. */
  public String label() {
    return stage.label();
  }

  /**
   * Holds that a request asks for nothing that comes later.
   *
   * @throws BadConfigurationException naming what it asks for
   */
  public void requireEnough(CompileRequest request) {
    if (request.noiseBudget()) {
      throw early("the noise of tensors is measured (--noise-budget, noise_budget)");
    }
    if (!request.gates().equals(Gates.NONE)) {
      throw early(
          "models are compared and judged (--min-cosine, --min-agreement, --max-drop, --data, or"
              + " their keys of the configuration)");
    }
  }

  private BadConfigurationException early(String work) {
    return new BadConfigurationException(
        "compile.stops-early",
        "--stop-after " + label(),
        work + " only when a compilation goes on to its end",
        "leave one of the two out");
  }
}
