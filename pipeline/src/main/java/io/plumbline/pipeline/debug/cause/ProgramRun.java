package io.plumbline.pipeline.debug.cause;

import io.plumbline.pipeline.debug.trial.DebugProgram;
import io.plumbline.pipeline.verification.VerifiedModel;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.RealValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** An integer program on this machine or a device, and what its integers stand for. */
public final class ProgramRun implements AutoCloseable {
  /** Elements that are read at a time. */
  private static final int PIECE = 1 << 16;

  private final VerifiedModel model;

  /** What the program calls values that readers of the calibrated model know by other names. */
  private final Map<String, String> names;

  /** How inputs are rounded, which a program hands out as they were fed. */
  private final Map<String, QuantParams> inputs;

  private ProgramRun(
      VerifiedModel model, Map<String, String> names, Map<String, QuantParams> inputs) {
    this.model = model;
    this.names = names;
    this.inputs = inputs;
  }

  /**
   * Opens a program.
   *
   * @throws io.plumbline.tensor.EnvironmentException when its device cannot be reached
   */
  public static ProgramRun open(DebugProgram program, CalibratedGraph graph) {
    Map<String, String> names = new HashMap<>();
    Map<String, QuantParams> inputs = new HashMap<>();
    for (CalibrationNode place : graph.calibrations()) {
      if (!place.isWeight()) {
        names.put(graph.value(place), place.tensor());
        if (place.params().isPerTensor() && graph.real().inputs().contains(place.tensor())) {
          inputs.put(graph.value(place), place.params());
        }
      }
    }
    return new ProgramRun(
        VerifiedModel.open(
            program.files().title(), program.files(), Optional.empty(), 1, program.heard()),
        names,
        inputs);
  }

  /** What it is called in tables: its file, and the device. */
  public String name() {
    return model.name();
  }

  /** Whether it holds a value by itself, and not only within a step. */
  public boolean has(String value) {
    return model.places().place(own(value)).isPresent();
  }

  private String own(String value) {
    return names.getOrDefault(value, value);
  }

  /**
   * Runs it once.
   *
   * @param values by their names in the calibrated model, all of which it has
   * @return what they stand for, in float32
   */
  public Map<String, Tensor> run(Map<String, Tensor> sample, List<String> values) {
    Map<String, Tensor> real = new HashMap<>();
    List<String> wanted = values.stream().map(this::own).distinct().toList();
    model
        .view()
        .visit(
            sample,
            wanted,
            found ->
                values.forEach(
                    value -> {
                      RealValues own = Objects.requireNonNull(found.get(own(value)));
                      QuantParams rounding = own.isQuantized() ? null : inputs.get(value);
                      real.put(value, rounding == null ? real(own) : rounded(real(own), rounding));
                    }));
    return real;
  }

  private static Tensor real(RealValues values) {
    float[] real = new float[Math.toIntExact(values.elements())];
    double[] piece = new double[Math.min(PIECE, real.length)];
    for (int from = 0; from < real.length; from += PIECE) {
      int count = Math.min(PIECE, real.length - from);
      values.read(from, count, piece);
      for (int i = 0; i < count; i++) {
        real[from + i] = (float) piece[i];
      }
    }
    return Tensor.of(values.tensor().shape(), real);
  }

  private static Tensor rounded(Tensor real, QuantParams params) {
    float[] values = real.toFloats();
    DType dtype = params.dtype();
    for (int i = 0; i < values.length; i++) {
      double wished = Math.rint(values[i] / params.scale()) + params.zeroPoint();
      long integer = Math.clamp((long) wished, dtype.minimum(), dtype.maximum());
      values[i] = params.scale() * (integer - params.zeroPoint());
    }
    return Tensor.of(real.shape(), values);
  }

  @Override
  public void close() {
    model.close();
  }
}
