package io.plumbline.pipeline.verification.ladder;

import io.plumbline.pipeline.request.Artifact;
import io.plumbline.verify.compare.Tolerance;
import java.util.Locale;
import java.util.Optional;

/** The models on the way from float to integers, in order, each held to the one before it. */
public enum LadderStage {
  /** The model that was compiled, on inputs prepared as it was trained. */
  GIVEN(Optional.empty(), Cause.CONFIGURATION, "float model, fed as it was trained"),
  /** The same model, on inputs as the configuration declares them. */
  CONFIGURED(Optional.empty(), Cause.CONFIGURATION, "float model, fed as configured"),
  /** With the nodes that prepare pictures. */
  ORIGINAL(Optional.of(Artifact.ORIGINAL_FLOAT), Cause.CONFIGURATION, "float, with picture inputs"),
  /** With constants folded and nodes fused. */
  OPTIMISED(Optional.of(Artifact.OPTIMIZED_FLOAT), Cause.OPTIMISATION, "float, rewritten"),
  /** With activations and weights rounded to the steps of the plan. */
  CALIBRATED(Optional.of(Artifact.CALIBRATED), Cause.QUANTIZATION, "float, rounded to steps"),
  /** The same with weights and biases as integers. */
  PTQ(Optional.of(Artifact.PTQ), Cause.QUANTIZATION, "integer weights, computed in float"),
  /** The integer program. */
  QUANTIZED(Optional.of(Artifact.QUANTIZED), Cause.INTEGER_ARITHMETIC, "integer program"),
  /** The module on this machine, by its native code where that may run; only if asked for. */
  MODULE(Optional.empty(), Cause.EXECUTION, "module on this machine"),
  /** The module on a device; only if asked for. */
  DEVICE(Optional.empty(), Cause.EXECUTION, "module on the device");

  private final Optional<Artifact> artifact;
  private final Cause cause;
  private final String meaning;

  LadderStage(Optional<Artifact> artifact, Cause cause, String meaning) {
    this.artifact = artifact;
    this.cause = cause;
    this.meaning = meaning;
  }

  /** Such as {@code original_float}. */
  public String label() {
    return artifact.map(Artifact::label).orElseGet(() -> name().toLowerCase(Locale.ROOT));
  }

  /** The file of the working folder; empty for the model that was compiled and for modules. */
  public Optional<Artifact> artifact() {
    return artifact;
  }

  /** What it means when this stage diverges from the one before it. */
  public Cause cause() {
    return cause;
  }

  /** What the model is. */
  public String meaning() {
    return meaning;
  }

  /** Whether the step to this stage loses nothing but the order of float sums. */
  public boolean isExact() {
    return this == ORIGINAL || this == OPTIMISED;
  }

  /** Whether it computes with the same plan as the stage before it. */
  public boolean sharesPlan() {
    return this == PTQ || this == QUANTIZED || isSame();
  }

  /** Whether it runs the same integer program as the stage before it, so that all is equal. */
  public boolean isSame() {
    return this == MODULE || this == DEVICE;
  }

  /** What counts as equal between this stage and the one before it. */
  Tolerance tolerance() {
    return isSame() ? Tolerance.EXACT : Tolerance.DEFAULT;
  }
}
