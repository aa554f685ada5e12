package io.plumbline.pipeline.samples;

import io.plumbline.data.dataset.Origin;
import io.plumbline.data.dataset.Preparation;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pictures as samples of a model with one input; those that cannot be used are left out. */
public final class PictureSamples implements SampleSource {
  private final Engine engine;
  private final Port port;
  private final Preparation preparation;
  private final List<Origin> pictures;

  /**
   * @param engine of the model
   * @param preprocess how pictures become what the network was trained on
   */
  public PictureSamples(Engine engine, Preprocess preprocess, List<Origin> pictures) {
    this.engine = engine;
    this.port = engine.inputs().getFirst();
    this.pictures = List.copyOf(pictures);
    Port training = PictureFeed.training(engine, port);
    this.preparation =
        new Preparation(
            new InputSpec(training.name(), training.dtype(), training.dims()),
            new FileFormat.Pictures(preprocess));
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public String name(int index) {
    return pictures.get(index).where();
  }

  @Override
  public Optional<Map<String, Tensor>> load(int index) {
    try {
      Tensor prepared = preparation.prepare(pictures.get(index)).tensor();
      return Optional.of(
          Map.of(port.name(), PictureFeed.feed(engine, port, prepared, name(index))));
    } catch (BadDataException e) {
      return Optional.empty();
    }
  }
}
