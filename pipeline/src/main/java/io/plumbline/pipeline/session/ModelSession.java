package io.plumbline.pipeline.session;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A model opened for runs, in the shape of Horizon's {@code HB_ONNXRuntime}: {@code run} for
 * pictures, {@code runFeature} for features, both with an input offset. Every artefact of a
 * compilation opens, the float models as well as the integer ones. Safe for use by several threads.
 *
 * <p>Unlike there, inputs of both kinds may be mixed: the offset is taken off pixels only.
 */
public final class ModelSession implements AutoCloseable {
  /** Makes −128…127 of pixels 0…255, as the models of a compilation take them. */
  public static final int PIXEL_OFFSET = PictureInput.OFFSET;

  private final Engine engine;

  private ModelSession(Engine engine) {
    this.engine = engine;
  }

  /**
   * Opens a model with one thread.
   *
   * @throws io.plumbline.tensor.BadModelException when the file is no model that runs here
   */
  public static ModelSession open(Path model) {
    return open(ModelFiles.of(model), 1);
  }

  /**
   * Opens a model, also one of Caffe.
   *
   * @param threads threads inside one run
   * @throws io.plumbline.tensor.BadModelException when the files are no model that runs here
   */
  public static ModelSession open(ModelFiles files, int threads) {
    return new ModelSession(Plumbline.load(files, threads));
  }

  /** Names, types and shapes of the inputs, in the model's order: {@code get_inputs()}. */
  public List<Port> inputs() {
    return engine.inputs();
  }

  /** Likewise of the outputs: {@code get_outputs()}. */
  public List<Port> outputs() {
    return engine.outputs();
  }

  public List<String> inputNames() {
    return inputs().stream().map(Port::name).toList();
  }

  public List<String> outputNames() {
    return outputs().stream().map(Port::name).toList();
  }

  /** The order of the axes of each input; empty for features. */
  public List<Optional<PictureLayout>> layouts() {
    return inputNames().stream().map(name -> picture(name).map(PictureInput::layout)).toList();
  }

  /** Height and width of a picture. */
  public record Extent(long height, long width) {}

  /** The extent of the first input that takes pictures: {@code get_hw()}. */
  public Optional<Extent> pictureExtent() {
    return inputs().stream().flatMap(port -> extent(port).stream()).findFirst();
  }

  private Optional<Extent> extent(Port port) {
    return picture(port.name())
        .map(picture -> picture.layout().heightAxis())
        .map(axis -> new Extent(port.dims().get(axis), port.dims().get(axis + 1)));
  }

  private Optional<PictureInput> picture(String input) {
    return Optional.ofNullable(engine.pictures().get(input));
  }

  /** Runs a model on pixels 0…255, with the offset 128. */
  public List<Tensor> run(List<String> outputs, Map<String, Tensor> feed) {
    return run(outputs, feed, PIXEL_OFFSET);
  }

  /**
   * Runs a model that takes pictures.
   *
   * @param outputs names of what to hand out, outputs or other tensors; none for all outputs
   * @param feed one tensor for each input: pixels as uint8 or whole numbers of float32 in the
   *     layout of {@link #layouts()}, features as they are
   * @param inputOffset subtracted from pixels: 128 for 0…255, 0 where it was subtracted before
   * @return in the order of the names
   * @throws BadConfigurationException when an offset is given and no input takes pixels, or a name
   *     is no tensor of the model
   * @throws io.plumbline.tensor.BadDataException when an input is missing or does not fit
   */
  public List<Tensor> run(List<String> outputs, Map<String, Tensor> feed, int inputOffset) {
    boolean pixels = inputs().stream().anyMatch(this::takesPixels);
    if (inputOffset != 0 && !pixels) {
      throw new BadConfigurationException(
          "infer.offset",
          "inputOffset",
          "an offset of %d, and none of the inputs %s takes pixels"
              .formatted(inputOffset, inputNames()),
          "call runFeature, or give the offset 0");
    }
    SequencedMap<String, Tensor> fed = new LinkedHashMap<>();
    feed.forEach((name, tensor) -> fed.put(name, shifted(name, tensor, inputOffset)));
    return List.copyOf(engine.run(fed, new RunOptions(outputs, inputOffset)).values());
  }

  /** Runs a model on features, and on pixels less 128, as they are. */
  public List<Tensor> runFeature(List<String> outputs, Map<String, Tensor> feed) {
    return run(outputs, feed, 0);
  }

  private boolean takesPixels(Port port) {
    return engine.pictures().containsKey(port.name())
        || port.dtype() == DType.INT8
        || port.dtype() == DType.UINT8;
  }

  /** Pixels of float32 less the offset; the engine takes it off those of 8 bits. */
  private Tensor shifted(String name, Tensor tensor, int offset) {
    if (offset == 0 || tensor.dtype() != DType.FLOAT32 || !engine.pictures().containsKey(name)) {
      return tensor;
    }
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] -= offset;
    }
    return Tensor.of(tensor.shape(), values);
  }

  @Override
  public void close() {
    engine.close();
  }
}
