package io.plumbline.config.pulsar;

import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** The inputs of the model, and what a device hands over for them. */
final class PulsarInputs {
  private final PulsarFile config;
  private final PulsarModel model;
  private final List<Finding> findings;
  private final List<String> names;

  PulsarInputs(PulsarFile config, PulsarModel model, List<Finding> findings) {
    this.config = config;
    this.model = model;
    this.findings = findings;
    this.names = inputs();
  }

  /** In the model's order, or in that of the configuration where there is no model. */
  List<String> names() {
    return names;
  }

  private List<String> inputs() {
    SequencedSet<String> mentioned = new LinkedHashSet<>();
    Stream.concat(config.sources().stream(), config.destinations().stream())
        .forEach(entry -> mention(entry, "tensor_name", mentioned));
    config
        .operators()
        .messages("input_conf_items")
        .forEach(item -> mention(item.message("selector"), "op_name", mentioned));
    config
        .calibration()
        .messages("dataset_conf_items")
        .forEach(item -> mention(item.message("selector"), "op_name", mentioned));
    if (!model.inputs().isEmpty()) {
      return List.copyOf(model.inputs().keySet());
    }
    return mentioned.isEmpty() ? List.of(ModelInterface.ONLY_INPUT) : List.copyOf(mentioned);
  }

  /** An input that is named must be one of the model. */
  private void mention(Message message, String field, SequencedSet<String> mentioned) {
    Optional<String> name = message.text(field).filter(text -> !text.isEmpty());
    if (name.isPresent() && !model.inputs().isEmpty() && !model.inputs().containsKey(name.get())) {
      throw new BadConfigurationException(
          "config.value",
          message.where(field),
          "the model has no input '%s'%s"
              .formatted(
                  name.get(), NearestSpelling.suggestion(name.get(), model.inputs().keySet())),
          "its inputs are: " + String.join(", ", model.inputs().keySet()));
    }
    name.ifPresent(mentioned::add);
  }

  /** What the model does to pictures; inputs that are none are fed as they are. */
  SequencedMap<String, InputPreparation> pictures() {
    SequencedMap<String, InputPreparation> pictures = new LinkedHashMap<>();
    for (String name : names) {
      InputReading reading = reading(name);
      LinearMap map = reading.map();
      if (reading.isPicture()) {
        requireChannels(reading, map);
        pictures.put(
            name,
            new InputPreparation(
                reading.picture(), reading.ordered(map).mean(), reading.ordered(map).scale()));
        tellOrder(reading, map);
      } else {
        requireIdentity(reading, map);
      }
    }
    return pictures;
  }

  /** What is said of an input. */
  InputReading reading(String name) {
    return new InputReading(config, name, shape(name));
  }

  /** The shapes that are given to inputs, by name. */
  SequencedMap<String, Shape> shapes() {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    names.forEach(name -> given(name).ifPresent(shape -> shapes.put(name, shape)));
    return shapes;
  }

  private Optional<Shape> given(String name) {
    return new InputReading(config, name, Optional.ofNullable(model.inputs().get(name))).given();
  }

  private void tellOrder(InputReading reading, LinearMap map) {
    if (reading.exchanges() && map.differs()) {
      findings.add(
          Finding.info(
              "config.migrated",
              reading.whereNormalised(),
              "mean and std are taken in the order of the compiled model's input, %s, and the float"
                      .formatted(reading.device().label())
                  + " model takes "
                  + reading.training().label()));
    }
    if (reading.isIdleSwing()) {
      findings.add(
          Finding.info(
              "config.no-effect",
              reading.where("color_standard"),
              "'color_standard' has no effect: only pictures of NV12 have a range, and these are "
                  + reading.device().label()));
    }
    if (reading.isLegacySwing()) {
      findings.add(
          Finding.info(
              "config.migrated",
              reading.where("color_space"),
              "what CSC_LEGACY is was never published; Y is taken as 0…255 of BT.601"));
    }
  }

  private static void requireChannels(InputReading reading, LinearMap map) {
    int channels = reading.training().channels();
    if (!map.fits(channels)) {
      throw new BadConfigurationException(
          "config.value",
          reading.whereNormalised(),
          String.format(
              Locale.ROOT,
              "constants for %s, and the input has %d",
              Count.of(map.misfit(channels), "channel"),
              channels),
          "give one, or one for each channel");
    }
  }

  private void requireIdentity(InputReading reading, LinearMap map) {
    if (!map.isIdentity()) {
      throw new BadConfigurationException(
          "config.conflict",
          reading.whereNormalised(),
          "the input is fed as it is (%s), and input_modifications change it"
              .formatted(reading.whyFed()),
          "apply them to the samples and remove them here, or make the input a UINT8 picture");
    }
    if (!reading.isFloat()) {
      findings.add(
          Finding.warning(
              "config.not-available",
              reading.where("data_type"),
              "input '%s' is no picture (%s): the compiled model takes it as the float model does, and not as %s"
                  .formatted(reading.name(), reading.whyFed(), reading.dataType())));
    }
  }

  /** The shape that is given, or the model's where it is known. */
  Optional<Shape> shape(String name) {
    return given(name).or(() -> Optional.ofNullable(model.inputs().get(name)));
  }

  /** The colours that an input was trained on. */
  Optional<PictureType> training(String name) {
    InputReading reading = reading(name);
    return reading.isPicture() ? Optional.of(reading.training()) : Optional.empty();
  }
}
