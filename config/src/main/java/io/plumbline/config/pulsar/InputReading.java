package io.plumbline.config.pulsar;

import io.plumbline.config.dialect.Setting;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.colour.Swing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a configuration says of one input. An entry without a name speaks for every input, and wins
 * over those with a name.
 *
 * @param name the model's
 * @param shape the model's; empty when unknown
 */
record InputReading(PulsarFile config, String name, Optional<Shape> shape) {
  private static final String PREFIX = "TENSOR_COLOR_SPACE_";

  /** The last that is said of a field of the compiled input. */
  private Optional<Message> destination(String field) {
    return last(config.destinations(), field);
  }

  private Optional<Message> last(List<Message> entries, String field) {
    List<Message> said = entries.stream().filter(entry -> entry.has(field)).toList();
    return said.stream()
        .filter(entry -> entry.text("tensor_name").orElse("").isEmpty())
        .reduce((first, second) -> second)
        .or(
            () ->
                said.stream()
                    .filter(entry -> entry.text("tensor_name").filter(name::equals).isPresent())
                    .reduce((first, second) -> second));
  }

  /** The items of {@code input_conf_items} that mean this input, in their order. */
  List<Message> attributes() {
    return config.operators().messages("input_conf_items").stream()
        .filter(item -> selects(item.message("selector"), name))
        .map(item -> item.message("attributes"))
        .toList();
  }

  /** Whether a selector means a name; one that says nothing means all. */
  static boolean selects(Message selector, String name) {
    Optional<String> exact = selector.text("op_name");
    Optional<String> pattern = selector.text("op_name_regex");
    return exact.map(name::equals).orElse(true)
        && pattern.map(text -> pattern(text, selector).matcher(name).matches()).orElse(true);
  }

  static Pattern pattern(String text, Message selector) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new BadConfigurationException(
          "config.value",
          selector.where("op_name_regex"),
          "'op_name_regex': expected a regular expression, found '%s': %s"
              .formatted(text, e.getDescription()),
          "correct the value",
          e);
    }
  }

  List<Message> modifications() {
    return attributes().stream()
        .flatMap(each -> each.messages("input_modifications").stream())
        .toList();
  }

  /** The shape that the input is given, where it is; an extent of 0 keeps the model's. */
  Optional<Shape> given() {
    return modifications().stream()
        .map(step -> step.message("override_input_shape").texts("shape"))
        .filter(extents -> !extents.isEmpty())
        .reduce((first, second) -> second)
        .map(
            extents ->
                Shape.of(
                    IntStream.range(0, extents.size())
                        .mapToObj(axis -> extent(Long.parseLong(extents.get(axis)), axis))
                        .toList()));
  }

  private long extent(long given, int axis) {
    boolean known = shape.filter(own -> axis < own.rank()).isPresent();
    return given > 0 || !known ? Math.max(given, 1) : shape.orElseThrow().dim(axis);
  }

  /** All modifications in one. */
  LinearMap map() {
    return LinearMap.of(modifications());
  }

  /** Where the last of mean, std and slope stand. */
  String whereNormalised() {
    return modifications().stream()
        .reduce((first, second) -> second)
        .map(Message::where)
        .orElse(config.file().toString());
  }

  /** What the compiled model takes. */
  String dataType() {
    return attributes().stream()
        .flatMap(each -> each.text("type").stream())
        .reduce((first, second) -> second)
        .or(() -> destination("data_type").flatMap(each -> each.text("data_type")))
        .filter(type -> !type.equals("UNKNOWN"))
        .orElse("UINT8");
  }

  boolean isFloat() {
    return dataType().equals("FLOAT32");
  }

  /** Whether a device hands over pixels. */
  boolean isPicture() {
    return dataType().equals("UINT8") && shape.map(this::isPicture).orElse(true);
  }

  private boolean isPicture(Shape known) {
    return known.rank() == 4 && (channels(known) == 3 || channels(known) == 1);
  }

  private long channels(Shape known) {
    return known.dim(trainingLayout() == PictureLayout.NCHW ? 1 : 3);
  }

  /** Why the input is no picture. */
  String whyFed() {
    return dataType().equals("UINT8")
        ? "its shape is " + shape.map(Shape::toString).orElse("unknown")
        : "its type is " + dataType();
  }

  PictureType training() {
    return last(config.sources(), "color_space")
        .flatMap(InputReading::colour)
        .orElseGet(() -> isGray() ? PictureType.GRAY : PictureType.BGR);
  }

  /** By the model's channels; where they are unknown, by what is handed over. */
  private boolean isGray() {
    return shape
        .map(known -> known.rank() == 4 && channels(known) == 1)
        .orElseGet(
            () ->
                destination("color_space")
                    .flatMap(InputReading::colour)
                    .filter(PictureType.GRAY::equals)
                    .isPresent());
  }

  PictureType device() {
    return destination("color_space").flatMap(InputReading::colour).orElseGet(this::training);
  }

  /** Which of the two colours follow from the model's channels. */
  Set<Setting> assumed() {
    boolean training =
        last(config.sources(), "color_space").flatMap(InputReading::colour).isEmpty();
    boolean device = destination("color_space").flatMap(InputReading::colour).isEmpty();
    return Stream.of(Setting.TRAINING_TYPE, Setting.DEVICE_TYPE)
        .filter(setting -> training && (device || setting == Setting.TRAINING_TYPE))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The colours of an entry; empty where they follow from the channels. */
  private static Optional<PictureType> colour(Message entry) {
    String word = entry.text("color_space").orElse("").substring(PREFIX.length());
    return switch (word) {
      case "AUTO" -> Optional.empty();
      case "NV21", "BGR0" ->
          throw new BadConfigurationException(
              "config.refused-key",
              entry.where("color_space"),
              "pictures of %s are not read".formatted(word),
              "hand over NV12, BGR or RGB");
      default -> Optional.of(PictureType.valueOf(word));
    };
  }

  private PictureLayout trainingLayout() {
    return layout(last(config.sources(), "tensor_layout")).orElse(PictureLayout.NCHW);
  }

  private static Optional<PictureLayout> layout(Optional<Message> entry) {
    return entry
        .flatMap(each -> each.text("tensor_layout"))
        .filter(word -> !word.equals("NATIVE"))
        .map(PictureLayout::valueOf);
  }

  private Swing swing() {
    boolean studio =
        destination("color_standard")
            .flatMap(each -> each.text("color_standard"))
            .filter("CSS_ITU_BT601_STUDIO_SWING"::equals)
            .isPresent();
    return studio && device().isYuv() ? Swing.STUDIO : Swing.FULL;
  }

  /** Whether YUV is handed over of a range that is not said. */
  boolean isLegacySwing() {
    return device().isYuv()
        && destination("color_standard")
            .flatMap(each -> each.text("color_standard"))
            .filter(word -> word.startsWith("CSS_ITU"))
            .isEmpty();
  }

  /** Whether a range is said of pictures that are no YUV. */
  boolean isIdleSwing() {
    return !device().isYuv() && destination("color_standard").isPresent();
  }

  boolean isStudio() {
    return swing() == Swing.STUDIO;
  }

  /** How pictures are handed over, and what they become. */
  PictureInput picture() {
    PictureType device = device();
    PictureType training = training();
    if (!PictureInput.trainings(device).contains(training)) {
      throw new BadConfigurationException(
          "config.input-types",
          where("color_space"),
          "pictures of %s cannot feed a model of %s".formatted(device.label(), training.label()),
          "say the same color_space in src_input_tensors and dst_input_tensors");
    }
    PictureLayout layout =
        layout(destination("tensor_layout"))
            .filter(_ -> device != PictureType.NV12)
            .orElse(PictureInput.usualLayout(device));
    return new PictureInput(device, layout, training, trainingLayout(), swing(), InputSource.DDR);
  }

  /** Whether red and blue change places between the compiled model's input and the float one's. */
  boolean exchanges() {
    return !device().isYuv() && device() != training();
  }

  /** Constants of the compiled model's input in the order of the float model's channels. */
  LinearMap ordered(LinearMap map) {
    return exchanges() ? map.reversed() : map;
  }

  /** File and line of what is said of the compiled input, or of the float one. */
  String where(String field) {
    return destination(field)
        .or(() -> last(config.sources(), field))
        .map(entry -> entry.where(field))
        .orElse(config.file().toString());
  }

  Optional<PictureLayout> statedLayout() {
    return layout(last(config.sources(), "tensor_layout"));
  }

  /** The line of a field of the float model's input. */
  Optional<Integer> sourceLine(String field) {
    return last(config.sources(), field).map(entry -> entry.line(field));
  }

  /** The line of a field of the compiled model's input. */
  Optional<Integer> destinationLine(String field) {
    return destination(field).map(entry -> entry.line(field));
  }
}
