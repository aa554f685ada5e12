package io.plumbline.pipeline.verification;

import io.plumbline.pipeline.samples.PictureFeed;
import io.plumbline.pipeline.samples.RandomInput;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Samples without meaning for models whose inputs belong together by their order. Numbers depend on
 * the seed and the index alone.
 */
record RandomSamples(Engine engine, List<Engine> all, VerificationData.Random random)
    implements SampleSource {
  /** One source for each engine. */
  static List<SampleSource> open(List<Engine> engines, VerificationData.Random random) {
    return engines.stream()
        .<SampleSource>map(engine -> new RandomSamples(engine, engines, random))
        .toList();
  }

  @Override
  public int size() {
    return random.count();
  }

  @Override
  public String name(int index) {
    return "random-" + (random.seed() + index);
  }

  @Override
  public Optional<Map<String, Tensor>> load(int index) {
    Random numbers = new Random(random.seed() + index);
    Map<String, Tensor> sample = new LinkedHashMap<>();
    for (int position = 0; position < engine.inputs().size(); position++) {
      Port port = engine.inputs().get(position);
      Tensor tensor =
          RandomInput.of(PictureFeed.training(engine, port), isPicture(position), numbers);
      sample.put(port.name(), PictureFeed.feed(engine, port, tensor, name(index)));
    }
    return Optional.of(sample);
  }

  /** Whether any model takes pictures there. */
  private boolean isPicture(int position) {
    return all.stream()
        .anyMatch(other -> other.pictures().containsKey(other.inputs().get(position).name()));
  }
}
