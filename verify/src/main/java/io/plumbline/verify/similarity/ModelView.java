package io.plumbline.verify.similarity;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * A model as far as a comparison looks at it: where it keeps the tensors of the optimised graph,
 * and what its integers stand for.
 *
 * @param engine runs it
 * @param location the engine's name for a tensor of the optimised graph; empty when the model has
 *     no such tensor
 * @param params quantization parameters of a located tensor whose elements are integers
 */
public record ModelView(
    Engine engine,
    Function<String, Optional<String>> location,
    Function<String, Optional<QuantParams>> params) {
  /** A model whose tensors carry the optimised graph's names and real values. */
  public static ModelView real(Engine engine) {
    return new ModelView(engine, Optional::of, name -> Optional.empty());
  }

  /** The real values of those tensors that the model has. */
  SequencedMap<String, float[]> values(Map<String, Tensor> inputs, List<String> tensors) {
    SequencedMap<String, String> located = new LinkedHashMap<>();
    tensors.forEach(
        tensor -> location.apply(tensor).ifPresent(place -> located.put(tensor, place)));
    List<String> places = new ArrayList<>(located.values());
    Map<String, Tensor> fetched = engine.run(inputs, RunOptions.fetching(places));
    SequencedMap<String, float[]> values = new LinkedHashMap<>();
    located.forEach(
        (tensor, place) -> {
          Tensor value = fetched.get(place);
          if (value != null) {
            values.put(tensor, real(value, params.apply(place)));
          }
        });
    return values;
  }

  private static float[] real(Tensor tensor, Optional<QuantParams> params) {
    if (params.isEmpty() || tensor.dtype().isFloat()) {
      return tensor.toFloats();
    }
    QuantParams quant = params.get();
    float scale = quant.scale();
    int zeroPoint = quant.zeroPoint();
    float[] values = new float[Math.toIntExact(tensor.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (tensor.getLong(i) - zeroPoint);
    }
    return values;
  }
}
