package io.plumbline.pipeline.samples;

import io.plumbline.data.input.TrainingPicture;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.util.function.Function;

/**
 * Feeds pictures as a network was trained on them to models that take them as a device hands them
 * over.
 */
public final class PictureFeed {
  private PictureFeed() {}

  /** What to prepare for an input of an engine: a picture input is prepared as for training. */
  public static Port training(Engine engine, Port port) {
    PictureInput picture = engine.pictures().get(port.name());
    return picture == null ? port : training(port).apply(picture);
  }

  static Function<PictureInput, Port> training(Port port) {
    return picture ->
        new Port(port.name(), DType.FLOAT32, TrainingPicture.trainingDims(picture, port.dims()));
  }

  /**
   * What an engine's input takes of a tensor prepared for training.
   *
   * @throws io.plumbline.tensor.BadDataException when a picture's elements are no pixels
   */
  public static Tensor feed(Engine engine, Port port, Tensor prepared, String where) {
    PictureInput picture = engine.pictures().get(port.name());
    return picture == null ? prepared : TrainingPicture.intermediate(prepared, picture, where);
  }
}
