package io.plumbline.pipeline.stage;

import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.pipeline.sums.SaturatingPairs;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.target.Products;
import io.plumbline.quantize.target.Target;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramSlice;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Tells which sums of a program are wrong on processors that add products of uint8 and int8 in
 * pairs of int16, by the integers that samples make of it.
 */
public final class SaturationStage {
  /** How many samples are looked at, spread evenly. */
  private static final int SAMPLES = 8;

  /** How many layers are named with their figures. */
  private static final int NAMED = 8;

  private SaturationStage() {}

  /** One layer whose sums are cut off. */
  private record Layer(String node, SaturatingPairs.Count count) {}

  /**
   * Counts on some samples.
   *
   * @param program as its target runs it
   * @return empty where the target adds exactly, or nothing is cut off on these samples
   */
  public static Optional<Finding> of(
      Program program, Target target, SampleSource samples, int threads) {
    if (target.products() != Products.SATURATING_PAIRS) {
      return Optional.empty();
    }
    SequencedMap<Instruction, SaturatingPairs> sums = new LinkedHashMap<>();
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof BiasedSum sum && SaturatingPairs.applies(sum, program)) {
        sums.put(instruction, SaturatingPairs.of(sum, program));
      }
    }
    int all = sums.size();
    sums.values().removeIf(pairs -> !pairs.isPossible());
    List<Layer> layers =
        sums.isEmpty() ? List.of() : count(program, sums, samples.spread(SAMPLES), threads);
    return layers.isEmpty() ? Optional.empty() : Optional.of(finding(layers, all, target));
  }

  private static List<Layer> count(
      Program program,
      SequencedMap<Instruction, SaturatingPairs> sums,
      SampleSource samples,
      int threads) {
    List<Integer> read =
        sums.keySet().stream().map(sum -> sum.inputs().getFirst()).distinct().toList();
    ProgramSlice slice =
        ProgramSlice.of(
            program,
            program.instructions(),
            read.stream().filter(value -> !program.inputs().contains(value)).toList());
    List<List<SaturatingPairs.Count>> counts =
        new ArrayList<>(Collections.nCopies(samples.size(), List.of()));
    try (Engine engine =
        Executors.open(slice.program(), new OrtForeignOps(), ExecutorOptions.fastest(1))) {
      Threads.each(
          threads,
          "plumbline-pairs",
          samples.size(),
          (sample, _) ->
              samples
                  .load(sample)
                  .ifPresent(
                      inputs -> counts.set(sample, count(program, slice, engine, sums, inputs))));
    }
    List<Layer> layers = new ArrayList<>();
    int at = 0;
    for (Instruction sum : sums.keySet()) {
      int layer = at++;
      SaturatingPairs.Count count =
          counts.stream()
              .filter(each -> !each.isEmpty())
              .map(each -> each.get(layer))
              .reduce(SaturatingPairs.Count.NONE, SaturatingPairs.Count::plus);
      if (count.hit() > 0) {
        layers.add(new Layer(sum.node(), count));
      }
    }
    return layers;
  }

  private static List<SaturatingPairs.Count> count(
      Program program,
      ProgramSlice slice,
      Engine engine,
      SequencedMap<Instruction, SaturatingPairs> sums,
      Map<String, Tensor> inputs) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    slice
        .reads()
        .forEach(
            (value, name) ->
                fed.put(name, Objects.requireNonNull(inputs.get(program.value(value).name()))));
    Map<String, Tensor> found = engine.run(fed);
    List<SaturatingPairs.Count> counts = new ArrayList<>();
    sums.forEach(
        (sum, pairs) -> {
          int value = sum.inputs().getFirst();
          String written = slice.writes().get(value);
          Tensor stored =
              written == null ? inputs.get(program.value(value).name()) : found.get(written);
          counts.add(pairs.count(Objects.requireNonNull(stored)));
        });
    return counts;
  }

  private static Finding finding(List<Layer> layers, int all, Target target) {
    List<Layer> worst =
        layers.stream()
            .sorted(Comparator.comparingDouble((Layer layer) -> layer.count().share()).reversed())
            .toList();
    String named =
        worst.stream()
            .limit(NAMED)
            .map(
                layer ->
                    String.format(
                        Locale.ROOT,
                        "'%s' (%.3f %% of its sums)",
                        layer.node(),
                        100 * layer.count().share()))
            .collect(Collectors.joining(", "));
    String more =
        worst.size() > NAMED
            ? String.format(Locale.ROOT, " and %d more", worst.size() - NAMED)
            : "";
    String narrow =
        target.schemes().stream()
            .filter(scheme -> scheme.weightLimit() < 1 << 6)
            .findFirst()
            .map(
                scheme ->
                    "give these layers weights of 7 bits (qtype: %s)".formatted(scheme.name()))
            .orElse("give the target a scheme with weights of 7 bits");
    return Finding.warning(
        "quantize.saturating-pairs",
        worst.getFirst().node(),
        String.format(
            Locale.ROOT,
            "On x86-64 processors without VNNI, ONNX Runtime adds products of uint8 and int8 two by"
                + " two in int16 and cuts them off: in %d of %s on the samples, %s%s. To be"
                + " safe on all processors, %s; or run the model with the session option"
                + " session.x64quantprecision = 1, or take a target with int8 activations.",
            layers.size(),
            Count.of(all, "layer"),
            named,
            more,
            narrow));
  }
}
