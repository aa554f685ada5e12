package io.plumbline.pipeline.doctor;

import io.plumbline.data.dataset.Origin;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A float classifier as it was trained, and pictures to run it on as any recipe says. What was run
 * once is kept.
 */
public final class Laboratory implements AutoCloseable {
  /** Inputs that differ by less than this share of their range are the same but for rounding. */
  private static final double SAME = 2e-3;

  private final OrtEngine engine;
  private final Port port;
  private final InputSpec input;
  private final Frame frame;
  private final PictureSource pictures;
  private final int threads;
  private final Map<Recipe, Answers> known = new HashMap<>();

  private Laboratory(OrtEngine engine, List<Origin> pictures, int threads) {
    this.engine = engine;
    this.port = engine.inputs().getFirst();
    this.input = new InputSpec(port.name(), port.dtype(), port.dims());
    this.frame = Frame.of(port);
    this.pictures = new PictureSource(pictures);
    this.threads = threads;
  }

  /**
   * Opens a model.
   *
   * @param ports shapes of dynamic inputs, and the outputs
   * @param pictures at least one
   * @throws BadConfigurationException when the model does not take one picture of float32
   */
  public static Laboratory open(
      ModelFiles files, ModelInterface ports, List<Origin> pictures, int threads) {
    ModelInterface plain =
        new ModelInterface(ports.shapes(), new LinkedHashMap<>(), ports.outputNodes());
    OrtEngine engine = OrtEngine.open(Preparation.parse(files, plain).graph());
    try {
      requirePicture(files, engine.inputs());
      return new Laboratory(engine, pictures, threads);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private static void requirePicture(ModelFiles files, List<Port> inputs) {
    Port first = inputs.getFirst();
    if (inputs.size() != 1
        || first.dtype() != DType.FLOAT32
        || first.dims().size() != 4
        || first.dims().stream().skip(1).anyMatch(extent -> extent < 1)) {
      throw new BadConfigurationException(
          "doctor.input",
          files.model().toString(),
          "expected one input of float32 with batch, channels, height and width, found " + inputs,
          "give input_shape for dynamic axes; other models are looked at by 'plumb check -c'");
    }
  }

  /** What the network takes. */
  Frame frame() {
    return frame;
  }

  /** How many pictures there are. */
  int pictures() {
    return pictures.size();
  }

  /**
   * What a recipe makes of the first pictures, one after the other.
   *
   * @return empty when one of them cannot be prepared so
   */
  Optional<float[]> specimen(Recipe recipe) {
    try {
      Rendering rendering = new Rendering(pictures, input, recipe);
      float[] first = rendering.input(0).toFloats();
      if (pictures.size() == 1) {
        return Optional.of(first);
      }
      float[] second = rendering.input(1).toFloats();
      float[] both = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      return Optional.of(both);
    } catch (BadDataException | BadConfigurationException e) {
      return Optional.empty();
    }
  }

  /** Whether two specimens are the same but for rounding. */
  static boolean areClose(float[] one, float[] other) {
    double range = 0;
    double difference = 0;
    for (int i = 0; i < one.length; i++) {
      range = Math.max(range, Math.abs(one[i]));
      difference = Math.max(difference, Math.abs(one[i] - other[i]));
    }
    return difference <= SAME * range;
  }

  /** Why the first picture cannot be prepared; empty when it can. */
  Optional<PlumblineException> obstacle(Recipe recipe) {
    try {
      new Rendering(pictures, input, recipe).input(0);
      return Optional.empty();
    } catch (PlumblineException e) {
      return Optional.of(e);
    }
  }

  /** What the model says of the first pictures; empty when one cannot be prepared so. */
  Optional<Answers> tried(Recipe recipe, int count) {
    try {
      return Optional.of(answers(recipe, count));
    } catch (BadDataException | BadConfigurationException e) {
      return Optional.empty();
    }
  }

  /**
   * Runs the model on the first pictures.
   *
   * @throws io.plumbline.tensor.BadDataException when one cannot be prepared so
   */
  Answers answers(Recipe recipe, int count) {
    Answers before = known.getOrDefault(recipe, new Answers(List.of(), List.of()));
    if (before.pictures() >= count) {
      return before.first(count);
    }
    Answers all = before.and(run(new Rendering(pictures, input, recipe), before.pictures(), count));
    known.put(recipe, all);
    return all;
  }

  private Answers run(Rendering rendering, int begin, int end) {
    double[][] upright = new double[end - begin][];
    double[][] mirrored = new double[end - begin][];
    Threads.each(
        threads,
        "plumbline-doctor",
        end - begin,
        (index, _) -> {
          Tensor picture = rendering.input(begin + index);
          upright[index] = answer(picture);
          mirrored[index] = answer(mirror(picture));
        });
    return new Answers(List.of(upright), List.of(mirrored));
  }

  private double[] answer(Tensor picture) {
    Tensor output = engine.run(Map.of(port.name(), picture)).firstEntry().getValue();
    if (output.shape().elements() < 2) {
      throw new BadConfigurationException(
          "doctor.no-classes",
          engine.outputs().getFirst().toString(),
          "the first output is one number; a probability of each class is needed",
          "name the output of the classes in output_nodes");
    }
    return Answers.logarithms(output.toFloats());
  }

  private Tensor mirror(Tensor picture) {
    Shape shape = picture.shape();
    int inner = frame.channelsFirst() ? 1 : shape.intDim(3);
    int width = shape.intDim(frame.channelsFirst() ? 3 : 2);
    float[] values = picture.toFloats();
    float[] turned = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int channel = i % inner;
      int column = i / inner % width;
      int row = i / inner / width;
      turned[(row * width + width - 1 - column) * inner + channel] = values[i];
    }
    return Tensor.of(shape, turned);
  }

  @Override
  public void close() {
    engine.close();
  }
}
