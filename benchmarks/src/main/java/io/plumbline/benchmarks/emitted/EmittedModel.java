package io.plumbline.benchmarks.emitted;

import io.plumbline.benchmarks.accuracy.Bench;
import io.plumbline.benchmarks.accuracy.Subject;
import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramInterface;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

/**
 * A model with what it is compared by.
 *
 * @param input one sample: normal deviates for real numbers, 0 or 1 for integers, which are tokens,
 *     masks and states
 * @param wanted what the reference executor makes of it
 */
record EmittedModel(
    Program program,
    CSource source,
    SequencedMap<String, Tensor> input,
    SequencedMap<String, Tensor> wanted) {
  private static final int SEED = 12;

  EmittedModel {
    input = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(input));
    wanted = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(wanted));
  }

  /** Compiles a subject, calibrated with random samples. */
  static EmittedModel of(Subject subject, Path shared, Path folder) throws IOException {
    Program program =
        Pipeline.compile(
                new Bench(shared, folder)
                    .request(subject)
                    .withCalibration(new RandomData())
                    .withEffort(Effort.FAST),
                Progress.SILENT)
            .lowered()
            .program();
    SequencedMap<String, Tensor> input = sample(new ProgramInterface(program).inputs());
    try (Engine reference = new ReferenceExecutor(program, new OrtForeignOps())) {
      return new EmittedModel(
          program, CEmitter.emit(program, "module"), input, reference.run(input));
    }
  }

  /** Nodes that run in float. */
  long foreignNodes() {
    return program.instructions().stream().filter(Instruction.Foreign.class::isInstance).count();
  }

  /** Empty where results are those of the reference executor to the bit, else where they differ. */
  String difference(Map<String, Tensor> results) {
    for (Map.Entry<String, Tensor> each : wanted.entrySet()) {
      Tensor found = results.get(each.getKey());
      if (found == null) {
        return "no output '%s'".formatted(each.getKey());
      }
      long place = each.getValue().data().mismatch(found.data());
      if (place >= 0) {
        return "output '%s' differs from byte %d on".formatted(each.getKey(), place);
      }
    }
    return "";
  }

  private static SequencedMap<String, Tensor> sample(List<Port> inputs) {
    Random random = new Random(SEED);
    SequencedMap<String, Tensor> sample = new LinkedHashMap<>();
    inputs.forEach(port -> sample.put(port.name(), tensor(port, random)));
    return sample;
  }

  private static Tensor tensor(Port port, Random random) {
    Shape shape = Shape.of(port.dims());
    int elements = Math.toIntExact(shape.elements());
    if (port.dtype() == DType.FLOAT32) {
      float[] numbers = new float[elements];
      for (int i = 0; i < elements; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
      return Tensor.of(shape, numbers);
    }
    return port.dtype() == DType.INT64
        ? Tensor.of(shape, random.longs(elements, 0, 2).toArray())
        : Tensor.ofIntegers(port.dtype(), shape, random.ints(elements, 0, 2).toArray());
  }
}
