package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.COMPILER;
import static io.plumbline.config.horizon.ConfigKey.INPUT;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.colour.Swing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** The inputs of the model: names, shapes, and what a device hands over for them. */
final class InputSettings {
  private final ConfigFile config;
  private final List<Finding> findings;
  private final List<String> names;
  private final Normalisations normalisations;

  InputSettings(ConfigFile config, List<Finding> findings) {
    this.config = config;
    this.findings = findings;
    List<String> given = config.list(INPUT, "input_name");
    this.names = given.isEmpty() ? List.of(ModelInterface.ONLY_INPUT) : given;
    this.normalisations = new Normalisations(config, names.size(), findings);
  }

  /** In the order in which other keys list values for them. */
  List<String> names() {
    return names;
  }

  SequencedMap<String, Shape> shapes() {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    List<Optional<String>> texts = values("input_shape");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      texts.get(i).ifPresent(text -> shapes.put(name, shape(text)));
    }
    return shapes;
  }

  private Shape shape(String text) {
    try {
      return Shape.parse(text);
    } catch (IllegalArgumentException e) {
      throw invalid("input_shape", text, "a shape such as 1x3x224x224");
    }
  }

  SequencedMap<String, InputPreparation> pictures() {
    SequencedMap<String, InputPreparation> pictures = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      int index = i;
      picture(i)
          .ifPresentOrElse(
              picture -> pictures.put(names.get(index), normalisations.of(index, picture)),
              () -> normalisations.requireNone(index));
    }
    return pictures;
  }

  private Optional<PictureInput> picture(int index) {
    String deviceName = values("input_type_rt").get(index).orElse("featuremap");
    String trainingName = values("input_type_train").get(index).orElse("featuremap");
    PictureType device = device(deviceName);
    PictureType training = PictureType.of(trainingName).orElseThrow();
    boolean both = device.isPicture() && training.isPicture();
    if (both ? !PictureInput.trainings(device).contains(training) : device != training) {
      throw illegalPair(deviceName, trainingName);
    }
    return device.isPicture()
        ? Optional.of(picture(index, device, training, deviceName))
        : Optional.empty();
  }

  private PictureInput picture(
      int index, PictureType device, PictureType training, String deviceName) {
    return new PictureInput(
        device,
        deviceLayout(index, device),
        training,
        values("input_layout_train")
            .get(index)
            .map(PictureLayout::valueOf)
            .orElse(PictureLayout.NCHW),
        swing(index, device, deviceName),
        source(index, device));
  }

  private PictureLayout deviceLayout(int index, PictureType device) {
    Optional<String> given = values("input_layout_rt").get(index);
    if (given.isPresent() && device == PictureType.NV12) {
      findings.add(
          Finding.info(
              "config.no-effect", where("input_layout_rt"), "nv12 has two planes and no layout"));
    }
    return given
        .filter(text -> device != PictureType.NV12)
        .map(PictureLayout::valueOf)
        .orElse(PictureInput.usualLayout(device));
  }

  private Swing swing(int index, PictureType device, String deviceName) {
    boolean studio = deviceName.contains("video");
    Optional<String> given = values("input_space_and_range").get(index);
    if (given.isPresent() && given.get().equals(InputKeys.STUDIO)) {
      if (!device.isYuv()) {
        throw invalid("input_space_and_range", InputKeys.STUDIO, "regular for " + device.label());
      }
      studio = true;
    }
    return studio ? Swing.STUDIO : Swing.FULL;
  }

  private InputSource source(int index, PictureType device) {
    InputSource usual =
        device == PictureType.NV12 || device == PictureType.GRAY
            ? InputSource.PYRAMID
            : InputSource.DDR;
    Optional<YamlNode> node = config.node(COMPILER, "input_source");
    if (node.isEmpty() || !(node.get() instanceof YamlNode.Mapping mapping)) {
      node.ifPresent(this::requireSourceMapping);
      return usual;
    }
    String name = names.get(index);
    YamlNode.Entry entry =
        name.equals(ModelInterface.ONLY_INPUT) && mapping.entries().size() == 1
            ? mapping.entries().firstEntry().getValue()
            : mapping.entries().get(name);
    if (entry == null) {
      return usual;
    }
    InputSource source = source(entry.value());
    if (source == InputSource.RESIZER && device != PictureType.NV12 && device != PictureType.GRAY) {
      throw sourceError(entry.value(), "ddr or pyramid; the resizer takes nv12 and gray only");
    }
    return source;
  }

  private InputSource source(YamlNode node) {
    if (node instanceof YamlNode.Scalar(String text, int line)) {
      Optional<InputSource> source = InputSource.of(text);
      if (source.isPresent()) {
        return source.get();
      }
    }
    throw sourceError(node, String.join(" | ", InputSource.labels()));
  }

  private void requireSourceMapping(YamlNode node) {
    boolean automatic = node instanceof YamlNode.Scalar(String text, int line) && text.isEmpty();
    if (!automatic) {
      throw sourceError(node, "a mapping such as {data: pyramid}");
    }
  }

  private BadConfigurationException sourceError(YamlNode node, String expected) {
    return config.invalid(COMPILER, "input_source", node, node.kind(), expected);
  }

  private static PictureType device(String name) {
    return switch (name) {
      case "yuv444_128", "yuv_bt601_full", "yuv_bt601_video" -> PictureType.YUV444;
      case "yuv420sp_bt601_video" -> PictureType.NV12;
      default -> PictureType.of(name).orElseThrow();
    };
  }

  private BadConfigurationException illegalPair(String device, String training) {
    PictureType type = device(device);
    List<String> allowed = new ArrayList<>();
    if (type.isPicture()) {
      PictureInput.trainings(type).forEach(each -> allowed.add(each.label()));
    } else {
      allowed.add("featuremap");
    }
    return new BadConfigurationException(
        "config.input-types",
        where("input_type_rt"),
        "input_type_rt '%s' cannot feed input_type_train '%s'".formatted(device, training),
        String.format(
            Locale.ROOT,
            "with '%s' the training type is %s",
            device,
            String.join(" or ", allowed)));
  }

  private List<Optional<String>> values(String key) {
    return config.perInput(INPUT, key, names.size());
  }

  private String where(String key) {
    return config.where(INPUT, key);
  }

  private BadConfigurationException invalid(String key, String found, String expected) {
    return config.invalid(INPUT, key, config.node(INPUT, key).orElseThrow(), found, expected);
  }
}
