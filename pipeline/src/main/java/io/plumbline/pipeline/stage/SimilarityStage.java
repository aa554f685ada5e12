package io.plumbline.pipeline.stage;

import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.Selectors;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.annotate.Annotated;
import io.plumbline.quantize.annotate.QuantizedName;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Finding;
import io.plumbline.verify.similarity.ModelView;
import io.plumbline.verify.similarity.SimilarityStudy;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/** Compares the float, the fake-quantized and the integer model of one compilation. */
public final class SimilarityStage {
  private final Engine reference;
  private final Graph optimised;
  private final Annotated calibrated;
  private final Program program;
  private final CompileRequest request;

  private SimilarityStage(
      Engine reference,
      Graph optimised,
      Annotated calibrated,
      Program program,
      CompileRequest request) {
    this.reference = reference;
    this.optimised = optimised;
    this.calibrated = calibrated;
    this.program = program;
    this.request = request;
  }

  /**
   * @param reference engine of the model that the others are held to: the optimised one, or the one
   *     that fake quantization was taken out of
   * @param optimised the optimised graph
   * @param calibrated the same graph with a plan written into it
   * @param lowered the same graph as a program, of the same batch and outputs
   */
  public static SimilarityStage of(
      Engine reference,
      Graph optimised,
      Annotated calibrated,
      LoweredProgram lowered,
      CompileRequest request) {
    return new SimilarityStage(reference, optimised, calibrated, lowered.program(), request);
  }

  /**
   * Runs the three models on all samples of a source. Outputs, and what their rows are chosen by,
   * are compared on every one; the other tensors on {@link CompileRequest#comparedSamples} of them,
   * spread evenly.
   *
   * @return by tensor of the optimised graph, in its order
   */
  public SequencedMap<String, TensorSimilarity> compare(SampleSource samples, Progress progress) {
    try (Engine fake = OrtEngine.openOwn(calibrated.graph());
        Engine integer =
            Executors.open(
                program, new OrtForeignOps(), ExecutorOptions.fastest(request.threads()))) {
      List<String> compared = compared(fake, program);
      List<String> results = results(compared);
      SimilarityStudy study = study(fake, integer, compared);
      BitSet spread = SampleSource.spread(request.comparedSamples(), samples.size());
      for (int index = 0; index < samples.size(); index++) {
        String name = fileName(samples.name(index));
        List<String> looked = spread.get(index) ? compared : results;
        samples.load(index).ifPresent(sample -> study.add(name, sample, looked));
        progress.update(index + 1, samples.size());
      }
      SequencedMap<String, TensorSimilarity> found = new LinkedHashMap<>();
      study.results().forEach(similarity -> found.put(similarity.tensor(), similarity));
      return found;
    }
  }

  /** A finding for each output of extents that the data decide which differ between the models. */
  public static List<Finding> uncompared(
      Graph optimised, SequencedMap<String, TensorSimilarity> similarities) {
    return optimised.outputs().stream()
        .filter(output -> !similarities.containsKey(output))
        .filter(output -> optimised.tensorType(output).filter(type -> !type.isStatic()).isPresent())
        .map(
            output ->
                Finding.warning(
                    "compare.extents",
                    output,
                    ("The data decide how many elements '%s' has, and the integer program has more"
                            + " or fewer than the float model for some samples. Its numbers are not"
                            + " compared; look at the nodes before it.")
                        .formatted(output)))
        .toList();
  }

  /** The last part of a path, which tells samples of one folder apart. */
  static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private SimilarityStudy study(Engine fake, Engine integer, List<String> compared) {
    return new SimilarityStudy(
        given(), fake(fake, calibrated), integer(integer, program), compared);
  }

  /** The outputs, and the values that their rows are chosen by. */
  private List<String> results(List<String> compared) {
    Set<String> known = new HashSet<>(compared);
    Set<String> wanted = new HashSet<>(optimised.outputs());
    optimised
        .outputs()
        .forEach(
            output -> wanted.addAll(Selectors.of(optimised, output).chosenBy(known::contains)));
    return compared.stream().filter(wanted::contains).toList();
  }

  /** Values keep their names through every rewriting. */
  private ModelView given() {
    Set<String> known = new HashSet<>(reference.tensors());
    return new ModelView(
        reference,
        tensor -> known.contains(tensor) ? Optional.of(tensor) : Optional.empty(),
        name -> Optional.empty());
  }

  /** Tensors that the program computes too: those inside fused nodes are not among them. */
  private List<String> compared(Engine calibrated, Program program) {
    Set<String> known = new HashSet<>(calibrated.tensors());
    Set<String> computed = new HashSet<>();
    program.values().forEach(value -> computed.add(value.name()));
    return Stream.concat(
            optimised.inputs().stream(),
            optimised.nodes().stream().flatMap(node -> node.outputs().stream()))
        .filter(known::contains)
        .filter(computed::contains)
        .toList();
  }

  private static ModelView fake(Engine engine, Annotated annotated) {
    return new ModelView(
        engine,
        tensor ->
            Optional.of(annotated.name(tensor).map(QuantizedName::dequantized).orElse(tensor)),
        name -> Optional.empty());
  }

  private static ModelView integer(Engine engine, Program program) {
    Map<String, ProgramValue> values = new HashMap<>();
    program.values().forEach(value -> values.put(value.name(), value));
    return new ModelView(
        engine,
        tensor -> values.containsKey(tensor) ? Optional.of(tensor) : Optional.empty(),
        name -> Optional.ofNullable(values.get(name)).flatMap(ProgramValue::params));
  }
}
