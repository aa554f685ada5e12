package io.plumbline.graph.input;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Window;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.ColourMap;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Makes picture inputs take the intermediate type:
 *
 * <pre>
 *   x → model  ⇒  x (pixel − 128) → [Transpose →] Conv 1×1 → x_prepared [→ Transpose] → model
 * </pre>
 *
 * The convolution holds colour map, mean and scale: {@code W = diag(scale)·M} and {@code b =
 * scale·(M·128 + o − mean)} for the map {@code M·x + o} from device to training pixels; it is
 * depthwise where no channels mix. All of it is standard ONNX.
 */
public final class InsertPictureInputs {
  private static final List<Integer> TO_NCHW = List.of(0, 3, 1, 2);
  private static final List<Integer> TO_NHWC = List.of(0, 2, 3, 1);

  private final Graph graph;
  private final List<Node> added = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants;
  private final SequencedMap<String, ValueType> types;
  private final Names names;
  private final Map<String, String> renamed = new LinkedHashMap<>();

  private InsertPictureInputs(Graph graph) {
    this.graph = graph;
    this.names = Names.of(graph);
    this.constants = new LinkedHashMap<>(graph.constants());
    this.types = new LinkedHashMap<>(graph.types());
  }

  /**
   * The graph with the nodes in front; its picture inputs keep their names.
   *
   * @param graph with static inputs
   * @throws BadConfigurationException when an input is no picture of the described kind
   */
  public static Graph apply(Graph graph, SequencedMap<String, InputPreparation> preparations) {
    if (preparations.isEmpty()) {
      return graph;
    }
    InsertPictureInputs insertion = new InsertPictureInputs(graph);
    SequencedMap<String, PictureInput> pictures = new LinkedHashMap<>();
    preparations.forEach(
        (name, preparation) -> {
          insertion.insert(name, preparation);
          pictures.put(name, preparation.picture());
        });
    return insertion.graph(pictures);
  }

  private Graph graph(SequencedMap<String, PictureInput> pictures) {
    List<Node> nodes = new ArrayList<>(added);
    for (Node node : graph.nodes()) {
      nodes.add(
          node.withInputs(
              node.inputs().stream().map(input -> renamed.getOrDefault(input, input)).toList()));
    }
    return new Graph(
        graph.name(),
        PictureInputs.with(graph.info(), pictures),
        graph.inputs(),
        graph.outputs(),
        nodes,
        constants,
        types);
  }

  private void insert(String name, InputPreparation preparation) {
    PictureInput picture = preparation.picture();
    TensorType type = pictureType(name, picture);
    requireEven(name, type.shape(), picture);
    requireChannels(name, "mean_value", preparation.mean().size(), picture);
    requireChannels(name, "scale_value or std_value", preparation.scale().size(), picture);
    String value = name;
    if (picture.layout() == PictureLayout.NHWC) {
      value = add(name + "_nchw", new Transpose(TO_NCHW), List.of(value));
    }
    value = convolve(name, value, preparation);
    if (picture.trainingLayout() == PictureLayout.NHWC) {
      value = add(name + "_prepared_nhwc", new Transpose(TO_NHWC), List.of(value));
    }
    renamed.put(name, value);
    types.put(name, TensorType.of(DType.FLOAT32, intermediate(type.shape(), picture)));
  }

  private String add(String wished, Op op, List<String> inputs) {
    String output = names.value(wished);
    added.add(Node.original(names.node(wished), op, inputs, List.of(output)));
    return output;
  }

  private String convolve(String name, String input, InputPreparation preparation) {
    PictureInput picture = preparation.picture();
    int channels = picture.training().channels();
    boolean mixes = picture.mapsColours();
    ColourMap map = picture.toTraining();
    int columns = mixes ? channels : 1;
    float[] weights = new float[channels * columns];
    float[] bias = new float[channels];
    for (int row = 0; row < channels; row++) {
      double scale = preparation.scale(row);
      double centre = map.offset(row);
      for (int column = 0; column < channels; column++) {
        centre += map.weight(row, column) * PictureInput.OFFSET;
      }
      for (int column = 0; column < columns; column++) {
        double weight = mixes ? map.weight(row, column) : 1;
        weights[row * columns + column] = (float) (scale * weight);
      }
      double shift = mixes ? centre : PictureInput.OFFSET;
      bias[row] = (float) (scale * (shift - preparation.mean(row)));
    }
    String colour = names.value(name + "_colour");
    String offset = names.value(name + "_offset");
    constants.put(colour, Tensor.of(Shape.of(channels, columns, 1, 1), weights));
    constants.put(offset, Tensor.of(Shape.of(channels), bias));
    Window window =
        new Window(
            List.of(1, 1),
            List.of(1, 1),
            List.of(1, 1),
            List.of(0, 0, 0, 0),
            Window.AutoPad.EXPLICIT);
    return add(
        name + "_prepared", new Conv(window, mixes ? 1 : channels), List.of(input, colour, offset));
  }

  private static Shape intermediate(Shape training, PictureInput picture) {
    if (picture.layout() == picture.trainingLayout()) {
      return training;
    }
    return picture.layout() == PictureLayout.NHWC
        ? training.permute(0, 2, 3, 1)
        : training.permute(0, 3, 1, 2);
  }

  private TensorType pictureType(String name, PictureInput picture) {
    Optional<TensorType> type = graph.tensorType(name);
    if (!graph.inputs().contains(name) || type.isEmpty()) {
      throw bad(name, "the model has no input of this name", "the inputs are " + graph.inputs());
    }
    TensorType tensor = type.get();
    if (tensor.dtype() != DType.FLOAT32 || tensor.rank() != 4) {
      throw bad(
          name,
          "%s needs a float32 input of rank 4, found %s %s"
              .formatted(picture.training().label(), tensor.dtype().label(), tensor.shape()),
          "use featuremap for inputs that are no pictures");
    }
    long channels = tensor.shape().dim(picture.trainingLayout().channelAxis());
    if (channels != picture.training().channels()) {
      throw bad(
          name,
          "%s in layout %s has %d channels on axis %d, the model's input is %s"
              .formatted(
                  picture.training().label(),
                  picture.trainingLayout(),
                  picture.training().channels(),
                  picture.trainingLayout().channelAxis(),
                  tensor.shape()),
          "correct input_type_train or input_layout_train");
    }
    return tensor;
  }

  private static void requireEven(String name, Shape shape, PictureInput picture) {
    long height = shape.dim(picture.trainingLayout().heightAxis());
    long width = shape.dim(picture.trainingLayout().heightAxis() + 1);
    if (picture.device() == PictureType.NV12 && (height % 2 != 0 || width % 2 != 0)) {
      throw bad(
          name,
          "nv12 needs even height and width, the model's are %dx%d".formatted(height, width),
          "compile for another input_shape, or for yuv444");
    }
  }

  private static void requireChannels(String name, String key, int values, PictureInput picture) {
    if (values != 1 && values != picture.training().channels()) {
      throw bad(
          name,
          "%s has %d values for %d channels".formatted(key, values, picture.training().channels()),
          "give one value, or one for each channel separated by blanks or commas");
    }
  }

  private static BadConfigurationException bad(String name, String message, String remedy) {
    return new BadConfigurationException("input.picture", name, message, remedy);
  }
}
