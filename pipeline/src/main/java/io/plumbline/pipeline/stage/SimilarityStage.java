package io.plumbline.pipeline.stage;

import io.plumbline.quantize.annotate.Annotated;
import io.plumbline.quantize.annotate.QuantizedName;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.similarity.ModelView;
import io.plumbline.verify.similarity.SimilarityStudy;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Sets up the comparison of the float, fake-quantized and integer models of one compilation. */
public final class SimilarityStage {
  private final SimilarityStudy study;

  public SimilarityStage(
      Engine optimised, Engine calibrated, Engine integer, Annotated annotated, Program program) {
    List<String> tensors = new ArrayList<>(optimised.tensors());
    this.study =
        new SimilarityStudy(
            ModelView.real(optimised),
            fake(calibrated, annotated),
            integer(integer, program),
            compared(tensors, calibrated, program));
  }

  /** Tensors that the program computes too: those inside fused nodes are not among them. */
  private static List<String> compared(List<String> tensors, Engine calibrated, Program program) {
    Set<String> known = new HashSet<>(calibrated.tensors());
    Set<String> computed = new HashSet<>();
    program.values().forEach(value -> computed.add(value.name()));
    return tensors.stream().filter(known::contains).filter(computed::contains).toList();
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

  /** Compares the models on one sample. */
  public void add(Map<String, Tensor> sample) {
    study.add(sample);
  }

  /** By tensor of the optimised graph. */
  public SequencedMap<String, TensorSimilarity> results() {
    SequencedMap<String, TensorSimilarity> results = new LinkedHashMap<>();
    study.results().forEach(similarity -> results.put(similarity.tensor(), similarity));
    return results;
  }
}
