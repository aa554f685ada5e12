package io.plumbline.pipeline.debug.cause;

import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.quantize.annotate.Annotated;
import io.plumbline.quantize.annotate.QuantizedName;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.op.OpByOp;
import io.plumbline.verify.op.OpDifference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** How far the integer program of a working folder is from its calibrated model, op by op. */
final class ProgramErrors {
  private ProgramErrors() {}

  /**
   * The largest difference of each value, in steps, where both compute it from the same integers.
   *
   * @return by the name of the value; empty without a program beside the model
   */
  static Map<String, Long> of(DebugModel model, Map<String, Tensor> sample) {
    return model
        .beside(Artifact.QUANTIZED)
        .filter(ProgramReader::isProgram)
        .map(file -> of(model, file, sample))
        .orElse(Map.of());
  }

  private static Map<String, Long> of(DebugModel model, Path file, Map<String, Tensor> sample) {
    Program program = ProgramReader.read(file);
    Graph annotated = DebugModel.parse(model.file());
    Map<String, ProgramValue> stored = new HashMap<>();
    program.values().forEach(value -> stored.putIfAbsent(value.name(), value));
    SequencedMap<String, String> integers = new LinkedHashMap<>();
    SequencedMap<String, QuantizedName> names = new LinkedHashMap<>();
    for (CalibrationNode place : model.graph().calibrations()) {
      ProgramValue value = stored.get(place.tensor());
      boolean same = value != null && value.params().filter(place.params()::equals).isPresent();
      if (same && !place.isWeight()) {
        Node quantize = annotated.node(place.name());
        integers.put(place.tensor(), place.tensor());
        names.put(
            place.tensor(),
            new QuantizedName(quantize.input(0), quantize.output(), place.tensor()));
      }
    }
    Map<String, Long> steps = new HashMap<>();
    try (OpByOp comparison =
            new OpByOp(
                new LoweredProgram(program, integers, new LinkedHashMap<>(), List.of()),
                new Annotated(annotated, names, new LinkedHashMap<>()),
                new OrtForeignOps());
        Engine engine = OrtEngine.openOwn(annotated)) {
      for (OpDifference difference : comparison.compare(engine, sample)) {
        steps.merge(difference.value(), (long) difference.maxSteps(), Math::max);
      }
    }
    return steps;
  }
}
