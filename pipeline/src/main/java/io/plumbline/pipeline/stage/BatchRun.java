package io.plumbline.pipeline.stage;

import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.pipeline.samples.PictureBatch;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds a program of a larger batch to the one that is compared with the float model. */
final class BatchRun {
  /** Foreign nodes sum in an order that depends on the batch, which may move single integers. */
  private static final double LEAST_COSINE = 0.999;

  private BatchRun() {}

  /**
   * Runs the first samples one by one and as a batch.
   *
   * @param single of batch 1
   * @param batched the same network of a larger batch, whose inputs may be separated
   * @param batch samples that it takes; if there are fewer, some are taken again
   * @throws InternalException when a sample has other results in the batch than alone
   */
  static void require(
      Program single, Program batched, int batch, SampleSource samples, int threads) {
    List<Map<String, Tensor>> fed = fed(samples, batch);
    if (fed.isEmpty()) {
      return;
    }
    boolean exact =
        batched.instructions().stream().noneMatch(Instruction.Foreign.class::isInstance);
    try (Engine one = open(single, threads);
        Engine many = open(batched, threads)) {
      Map<String, Tensor> found = many.run(inputs(many, fed));
      for (int sample = 0; sample < fed.size(); sample++) {
        for (Map.Entry<String, Tensor> right : one.run(fed.get(sample)).entrySet()) {
          Tensor tensor = found.get(right.getKey());
          if (tensor == null || !same(right.getValue(), tensor, sample, exact)) {
            throw differs(batched, right.getKey(), batch);
          }
        }
      }
    }
  }

  static List<Map<String, Tensor>> fed(SampleSource samples, int batch) {
    List<Map<String, Tensor>> usable = new ArrayList<>();
    for (int index = 0; index < samples.size() && usable.size() < batch; index++) {
      samples.load(index).ifPresent(usable::add);
    }
    List<Map<String, Tensor>> fed = new ArrayList<>();
    for (int place = 0; place < batch && !usable.isEmpty(); place++) {
      fed.add(usable.get(place % usable.size()));
    }
    return fed;
  }

  static Engine open(Program program, int threads) {
    return Executors.open(program, new OrtForeignOps(), ExecutorOptions.fastest(threads));
  }

  /** Each input as a whole, or the samples one by one where it is separated. */
  static Map<String, Tensor> inputs(Engine engine, List<Map<String, Tensor>> fed) {
    List<String> ports = engine.inputs().stream().map(Port::name).toList();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (String name : fed.getFirst().keySet()) {
      List<Tensor> parts =
          fed.stream().map(sample -> Optional.ofNullable(sample.get(name)).orElseThrow()).toList();
      if (ports.contains(name)) {
        inputs.put(name, PictureBatch.joined(parts));
      } else {
        for (int part = 0; part < parts.size(); part++) {
          inputs.put(name + "_" + part, parts.get(part));
        }
      }
    }
    return inputs;
  }

  private static boolean same(Tensor right, Tensor batched, int sample, boolean exact) {
    long bytes = right.data().byteSize();
    if (batched.data().byteSize() < (sample + 1) * bytes) {
      return false;
    }
    Tensor part =
        Tensor.wrap(batched.dtype(), right.shape(), batched.data().asSlice(sample * bytes, bytes));
    return right.sameAs(part)
        || (!exact
            && right.dtype().isFloat()
            && Similarity.of(right, part).cosine() >= LEAST_COSINE);
  }

  private static InternalException differs(Program program, String output, int batch) {
    return new InternalException(
        "deploy.batch-differs",
        output,
        "The program '%s' of batch %d gives other results for '%s' than that of batch 1."
            .formatted(program.name(), batch, output),
        "Please report this with the model; until then leave input_batch out.");
  }
}
