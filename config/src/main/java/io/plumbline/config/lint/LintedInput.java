package io.plumbline.config.lint;

import io.plumbline.config.dialect.InputStatement;
import io.plumbline.config.dialect.Setting;
import io.plumbline.config.dialect.Statements;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a configuration says of one input, beside what the model says of it.
 *
 * @param config what the configuration says of all
 * @param shape the model's; empty when unknown
 */
record LintedInput(Statements config, InputStatement said, Optional<Shape> shape) {
  /** One for each input that the configuration says something of. */
  static List<LintedInput> of(Statements config, SequencedMap<String, Shape> shapes) {
    List<LintedInput> inputs = new ArrayList<>();
    boolean named = config.inputs().stream().anyMatch(input -> !input.name().isEmpty());
    for (int i = 0; i < config.inputs().size(); i++) {
      InputStatement input = config.inputs().get(i);
      Optional<Shape> shape =
          named
              ? Optional.ofNullable(shapes.get(input.name()))
              : shapes.values().stream().skip(i).findFirst();
      inputs.add(new LintedInput(config, settled(input, shape), shape));
    }
    return inputs;
  }

  /** With what a model of these extents makes of types that nobody says. */
  private static InputStatement settled(InputStatement input, Optional<Shape> shape) {
    return shape.map(known -> settled(input, known)).orElse(input);
  }

  private static InputStatement settled(InputStatement input, Shape shape) {
    if (input.assumed().isEmpty()) {
      return input;
    }
    int axis = input.trainingLayout().filter(PictureLayout.NHWC::equals).isPresent() ? 3 : 1;
    long channels = shape.rank() == 4 ? shape.dim(axis) : 0;
    return channels == 3
        ? input
        : input.withAssumed(channels == 1 ? PictureType.GRAY : PictureType.FEATUREMAP);
  }

  /** How many inputs there are. */
  int count() {
    return config.inputs().size();
  }

  /** File and line of a setting, or the file where it is absent. */
  String where(Setting setting) {
    return config.places().where(setting);
  }

  /** Whether the dialect has the setting. */
  boolean has(Setting setting) {
    return config.places().has(setting);
  }

  /** How the setting is called. */
  String key(Setting setting) {
    return config.places().key(setting);
  }

  /** The numbers of a constant. */
  List<Double> numbers(Quantity quantity) {
    return switch (quantity) {
      case MEAN -> said.mean();
      case SCALE -> said.scale();
      case DEVIATION -> said.deviation();
    };
  }

  boolean has(Quantity quantity) {
    return !numbers(quantity).isEmpty();
  }

  /** Whether the model was trained on pixels. */
  boolean isPicture() {
    return said.training().filter(PictureType::isPicture).isPresent();
  }

  /** The order of the training channels; empty for what is neither rgb nor bgr. */
  Optional<KnownConstants.Order> order() {
    return said.training()
        .flatMap(
            type ->
                switch (type) {
                  case RGB -> Optional.of(KnownConstants.Order.RGB);
                  case BGR -> Optional.of(KnownConstants.Order.BGR);
                  case NV12, YUV444, GRAY, FEATUREMAP -> Optional.empty();
                });
  }

  /** {@code input 'data': }, or nothing when there is only one. */
  String prefix() {
    return count() > 1 && !said.name().isEmpty() ? "input '%s': ".formatted(said.name()) : "";
  }
}
