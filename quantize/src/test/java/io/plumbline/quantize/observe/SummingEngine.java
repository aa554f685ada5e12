package io.plumbline.quantize.observe;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Hands out twice its input {@code x} as {@code y}. */
final class SummingEngine implements Engine {
  @Override
  public String name() {
    return "summing";
  }

  @Override
  public List<Port> inputs() {
    return List.of(new Port("x", DType.FLOAT32, List.of(-1L)));
  }

  @Override
  public List<Port> outputs() {
    return List.of(new Port("y", DType.FLOAT32, List.of(-1L)));
  }

  @Override
  public List<String> tensors() {
    return List.of("y");
  }

  @Override
  public SequencedMap<String, Tensor> run(Map<String, Tensor> inputs, RunOptions options) {
    Tensor x = inputs.values().iterator().next();
    float[] doubled = x.toFloats();
    for (int i = 0; i < doubled.length; i++) {
      doubled[i] *= 2;
    }
    return new LinkedHashMap<>(Map.of("y", Tensor.of(x.shape(), doubled)));
  }

  @Override
  public void close() {}
}
