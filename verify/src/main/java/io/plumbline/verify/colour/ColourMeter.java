package io.plumbline.verify.colour;

import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/**
 * Measures every {@link ColourRoute} on pictures, and on a model's output if there is one. Pictures
 * may come from several threads in any order; the result depends on the pictures alone.
 */
public final class ColourMeter {
  private record Measured(
      String name,
      Map<ColourRoute, List<PixelErrors.Sums>> pixels,
      Map<ColourRoute, Comparison> outputs) {}

  private record Comparison(double cosine, boolean sameBest, boolean classes) {}

  private final PictureType order;
  private final Map<ColourRoute, List<PixelErrors>> accumulators = new EnumMap<>(ColourRoute.class);
  private final ConcurrentSkipListMap<Integer, Measured> pictures = new ConcurrentSkipListMap<>();

  /**
   * A meter for pictures of one kind.
   *
   * @param order RGB or BGR
   */
  public ColourMeter(PictureType order) {
    this.order = order;
    for (ColourRoute route : ColourRoute.values()) {
      accumulators.put(route, List.of(new PixelErrors(), new PixelErrors(), new PixelErrors()));
    }
  }

  /**
   * Measures one picture.
   *
   * @param index its place among the pictures
   * @param picture float32 of rank 4 and batch 1, 0…255
   * @param layout of its axes
   * @param model from such a picture to the model's output; empty to measure pixels only
   */
  public void add(
      int index,
      String name,
      Tensor picture,
      PictureLayout layout,
      Optional<UnaryOperator<Tensor>> model) {
    Optional<Tensor> expected = model.map(run -> run.apply(picture));
    Map<ColourRoute, List<PixelErrors.Sums>> pixels = new EnumMap<>(ColourRoute.class);
    Map<ColourRoute, Comparison> outputs = new EnumMap<>(ColourRoute.class);
    for (ColourRoute route : ColourRoute.values()) {
      Tensor seen = ColourPath.seen(picture, layout, order, route, name);
      pixels.put(route, errors(route, layout, picture.toFloats(), seen.toFloats()));
      if (model.isPresent() && expected.isPresent()) {
        outputs.put(route, compare(expected.get(), model.get().apply(seen)));
      }
    }
    pictures.put(index, new Measured(name, pixels, outputs));
  }

  /** How many pictures were measured. */
  public int pictures() {
    return pictures.size();
  }

  /** Of red, green and blue. */
  private List<PixelErrors.Sums> errors(
      ColourRoute route, PictureLayout layout, float[] expected, float[] actual) {
    List<PixelErrors> accumulated = accumulators.getOrDefault(route, List.of());
    List<PixelErrors.Sums> channels = new ArrayList<>();
    int plane = expected.length / 3;
    boolean interleaved = layout == PictureLayout.NHWC;
    for (int colour = 0; colour < 3; colour++) {
      int channel = order == PictureType.BGR ? 2 - colour : colour;
      int first = interleaved ? channel : channel * plane;
      channels.add(
          accumulated.get(colour).add(expected, actual, first, interleaved ? 3 : 1, plane));
    }
    return channels;
  }

  private static Comparison compare(Tensor expected, Tensor actual) {
    float[] x = expected.toFloats();
    float[] y = actual.toFloats();
    long widest = expected.shape().rank() == 0 ? 1 : widest(expected);
    return new Comparison(
        Similarity.of(x, y).cosine(), best(x) == best(y), widest > 1 && widest == x.length);
  }

  private static long widest(Tensor tensor) {
    long widest = 1;
    for (long extent : tensor.shape().toArray()) {
      widest = Math.max(widest, extent);
    }
    return widest;
  }

  /** The first of the highest. */
  private static int best(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /** One for each route, in order; none before a picture was measured. */
  public List<RouteCost> costs() {
    List<RouteCost> costs = new ArrayList<>();
    if (!pictures.isEmpty()) {
      for (ColourRoute route : ColourRoute.values()) {
        costs.add(new RouteCost(route, channels(route), output(route)));
      }
    }
    return costs;
  }

  private List<ChannelError> channels(ColourRoute route) {
    List<ChannelError> channels = new ArrayList<>();
    for (int colour = 0; colour < 3; colour++) {
      int channel = colour;
      channels.add(
          accumulators
              .getOrDefault(route, List.of())
              .get(channel)
              .result(
                  pictures.values().stream()
                      .map(picture -> picture.pixels().getOrDefault(route, List.of()).get(channel))
                      .toList()));
    }
    return channels;
  }

  private Optional<RouteCost.Output> output(ColourRoute route) {
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    String worst = "";
    int same = 0;
    boolean classes = true;
    int count = 0;
    for (Measured measured : pictures.values()) {
      Comparison comparison = measured.outputs().get(route);
      if (comparison == null) {
        return Optional.empty();
      }
      sum += comparison.cosine();
      same += comparison.sameBest() ? 1 : 0;
      classes &= comparison.classes();
      count++;
      if (comparison.cosine() < least) {
        least = comparison.cosine();
        worst = measured.name();
      }
    }
    return Optional.of(
        new RouteCost.Output(
            sum / count,
            least,
            worst,
            classes ? Optional.of((double) same / count) : Optional.empty()));
  }
}
