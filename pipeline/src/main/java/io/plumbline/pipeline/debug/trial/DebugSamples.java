package io.plumbline.pipeline.debug.trial;

import io.plumbline.graph.Graph;
import io.plumbline.graph.input.PictureInputs;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Sha256;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Samples in memory.
 *
 * @param inputs of the model by name, for each sample
 * @param names what to call them
 * @param available how many there are where these are from
 */
public record DebugSamples(List<Map<String, Tensor>> inputs, List<String> names, int available) {
  public DebugSamples {
    inputs = List.copyOf(inputs);
    names = List.copyOf(names);
  }

  /**
   * The first usable samples of a set. One that equals another is no further evidence, and left
   * out.
   *
   * @param most how many are wanted, at least 1
   * @param findings hears of samples that are left out
   */
  public static DebugSamples load(
      DebugModel model, CalibrationData data, int most, Consumer<Finding> findings) {
    Graph graph = model.graph().real();
    SampleSource source =
        data.open(Preparation.inputs(graph), PictureInputs.of(graph.info()), findings);
    List<Map<String, Tensor>> inputs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    List<String> equal = new ArrayList<>();
    for (int index = 0; index < source.size() && inputs.size() < most; index++) {
      String name = source.name(index);
      source
          .load(index)
          .ifPresent(
              sample -> {
                if (seen.putIfAbsent(hash(sample), name) == null) {
                  inputs.add(sample);
                  names.add(name);
                } else {
                  equal.add(name);
                }
              });
    }
    if (!equal.isEmpty()) {
      findings.accept(
          Finding.warning(
              "debug.equal-samples",
              equal.getFirst(),
              "%s left out: it holds what another does, which is no further evidence"
                  .formatted(Count.of(equal.size(), "sample"))));
    }
    return new DebugSamples(inputs, names, source.size());
  }

  public int size() {
    return inputs.size();
  }

  /** Some of them. */
  public DebugSamples of(List<Integer> indices) {
    return new DebugSamples(
        indices.stream().map(inputs::get).toList(),
        indices.stream().map(names::get).toList(),
        available);
  }

  /** Adds what the samples hold to a hash. */
  public void addTo(Sha256 hash) {
    inputs.forEach(sample -> add(sample, hash));
  }

  private static String hash(Map<String, Tensor> sample) {
    Sha256 hash = new Sha256();
    add(sample, hash);
    return hash.hex();
  }

  private static void add(Map<String, Tensor> sample, Sha256 hash) {
    new TreeMap<>(sample)
        .forEach(
            (name, tensor) -> {
              hash.add(name);
              hash.add(tensor.shape().toString());
              hash.add(tensor.data());
            });
  }
}
