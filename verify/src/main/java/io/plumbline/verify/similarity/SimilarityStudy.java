package io.plumbline.verify.similarity;

import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.RealValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Compares the quantized models with the float one, tensor by tensor, on the same samples. A tensor
 * whose element count depends on the data, such as the boxes that non-maximum suppression leaves,
 * is left out where the models disagree about it.
 */
public final class SimilarityStudy {
  private final ModelView reference;
  private final ModelView calibrated;
  private final ModelView quantized;
  private final List<String> tensors;
  private final SequencedMap<String, List<SampleSimilarity>> ofCalibrated = new LinkedHashMap<>();
  private final SequencedMap<String, List<SampleSimilarity>> ofQuantized = new LinkedHashMap<>();

  private final Set<String> uncomparable = new HashSet<>();

  /**
   * @param reference the optimised float model
   * @param calibrated the model with QuantizeLinear and DequantizeLinear
   * @param quantized the integer program
   * @param tensors names in the optimised graph, in execution order
   */
  public SimilarityStudy(
      ModelView reference, ModelView calibrated, ModelView quantized, List<String> tensors) {
    this.reference = reference;
    this.calibrated = calibrated;
    this.quantized = quantized;
    this.tensors = List.copyOf(tensors);
  }

  /**
   * Runs all three models on one sample, the float one first; of the others one at a time is looked
   * at. Only figures are kept.
   *
   * @param name what to call the sample
   */
  public void add(String name, Map<String, Tensor> sample) {
    add(name, sample, tensors);
  }

  /**
   * The same, but only some tensors are looked at.
   *
   * @param some of the tensors
   */
  public void add(String name, Map<String, Tensor> sample, List<String> some) {
    reference.visit(
        sample,
        some,
        expected -> {
          calibrated.visit(sample, some, actual -> collect(name, expected, actual, ofCalibrated));
          quantized.visit(sample, some, actual -> collect(name, expected, actual, ofQuantized));
        });
  }

  private void collect(
      String name,
      Map<String, RealValues> expected,
      Map<String, RealValues> actual,
      SequencedMap<String, List<SampleSimilarity>> found) {
    actual.forEach(
        (tensor, values) -> {
          RealValues real = expected.get(tensor);
          if (real != null && real.elements() != values.elements()) {
            uncomparable.add(tensor);
          } else if (real != null) {
            found
                .computeIfAbsent(tensor, _ -> new ArrayList<>())
                .add(SampleSimilarity.of(name, real, values));
          }
        });
  }

  /** The similarity of every comparable tensor that both quantized models have, in order. */
  public List<TensorSimilarity> results() {
    List<TensorSimilarity> results = new ArrayList<>();
    for (String tensor : tensors) {
      List<SampleSimilarity> fake = ofCalibrated.get(tensor);
      List<SampleSimilarity> integer = ofQuantized.get(tensor);
      if (fake != null && integer != null && !uncomparable.contains(tensor)) {
        results.add(TensorSimilarity.of(tensor, fake, integer));
      }
    }
    return results;
  }
}
