package io.plumbline.config.horizon;

import io.plumbline.formats.source.ModelFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a commented configuration for a model out of the catalogue of keys. */
public final class ConfigTemplate {
  private static final String CALIBRATION = "calibration";

  /** Keys that say in another way what a key beside them says. */
  private static final Set<String> SAID_TWICE = Set.of("set_node_data_type", "norm_type");

  /** Keys that say something of pictures alone. */
  private static final Set<String> OF_PICTURES =
      Set.of(
          "input_type_rt",
          "input_type_train",
          "input_layout_train",
          "input_layout_rt",
          "input_space_and_range",
          "mean_value",
          "scale_value",
          "std_value",
          "preprocess",
          "preprocess_on",
          "input_source");

  /** What a rule says to models of several inputs. */
  private static final Pattern SEVERAL =
      Pattern.compile("(, one for each input, separated by|; inputs by) ';'");

  private ConfigTemplate() {}

  /**
   * The text of a configuration.
   *
   * @param preprocess the name of the preprocess file beside it, if there is one
   */
  static String of(ConfigDraft.Request request, Optional<String> preprocess) {
    StringBuilder text = new StringBuilder();
    text.append("# Configuration for 'plumb compile -c ")
        .append(request.file().getFileName())
        .append("'. Paths are relative to this file.\n");
    if (!takesPictures(request)) {
      text.append("# No input has the shape of a picture: keys of pictures are left out.\n");
    }
    for (String group : ConfigKey.GROUPS) {
      List<ConfigKey> keys =
          ConfigCatalogue.ofGroup(group).stream()
              .filter(key -> key.support() == ConfigKey.Support.HONOURED)
              .filter(key -> concerns(key, request))
              .toList();
      if (!keys.isEmpty()) {
        text.append('\n').append(group).append(":\n");
        keys.forEach(key -> text.append(entry(key, request, preprocess)));
      }
    }
    return text.toString();
  }

  /** Whether a key can say something of this model that no other says. */
  private static boolean concerns(ConfigKey key, ConfigDraft.Request request) {
    boolean caffe = request.files().prototxt().isPresent();
    return switch (key.name()) {
      case "onnx_model" -> !caffe;
      case "caffe_model", "prototxt" -> caffe;
      case "separate_name" -> isOfSeveralInputs(request);
      default ->
          !SAID_TWICE.contains(key.name())
              && (takesPictures(request) || !OF_PICTURES.contains(key.name()));
    };
  }

  private static boolean takesPictures(ConfigDraft.Request request) {
    return request.folders().stream().anyMatch(folder -> PictureFacts.of(folder).isPresent())
        || request.graph().inputs().stream()
            .anyMatch(input -> PreprocessDraft.mayTakePictures(request.dims(input)));
  }

  private static boolean isOfSeveralInputs(ConfigDraft.Request request) {
    return request.graph().inputs().size() > 1;
  }

  private static String entry(
      ConfigKey key, ConfigDraft.Request request, Optional<String> preprocess) {
    ModelFiles files = request.files();
    Path file = request.file();
    Optional<Path> caffe = files.prototxt();
    String value =
        switch (key.name()) {
          case "onnx_model" -> caffe.isEmpty() ? path(files.model(), file) : "";
          case "caffe_model" -> caffe.isEmpty() ? "" : path(files.model(), file);
          case "prototxt" -> caffe.map(prototxt -> path(prototxt, file)).orElse("");
          case "march" -> target(request);
          case "output_model_file_prefix" -> quoted(prefix(files.model()));
          case "input_name" -> quoted(String.join("; ", request.graph().inputs()));
          case "input_shape" -> shapes(request);
          case "cal_data_dir" -> folders(request);
          case "preprocess" -> preprocess.map(ConfigTemplate::quoted).orElse("");
          default -> "";
        };
    String meaning = meaning(key, request);
    return value.isEmpty()
        ? open(key, meaning)
        : "  # %s\n  %s: %s\n".formatted(meaning, key.name(), value);
  }

  /** A name as it stands; the path of a file is relative to the configuration. */
  private static String target(ConfigDraft.Request request) {
    String target = request.target();
    return target.matches("[\\w-]+") ? target : quoted(relative(Path.of(target), request.file()));
  }

  /** Those that are given; else one for each input, to be filled. */
  private static String folders(ConfigDraft.Request request) {
    List<String> inputs = request.graph().inputs();
    Stream<String> folders =
        request.folders().isEmpty()
            ? inputs.stream().map(name -> inputs.size() == 1 ? CALIBRATION : own(name))
            : request.folders().stream().map(folder -> relative(folder, request.file()));
    return quoted(folders.collect(Collectors.joining("; ")));
  }

  /** The folder of an input beside others, whose name may hold what file names cannot. */
  private static String own(String input) {
    return CALIBRATION + "/" + input.replaceAll("[^\\p{L}\\p{N}._-]", "_");
  }

  /** A line to be opened: with its default, where that is what the key may hold. */
  private static String open(ConfigKey key, String meaning) {
    return key.hasLiteralFallback()
        ? "  # %s\n  # %s: %s\n".formatted(meaning, key.name(), key.fallback())
        : "  # %s Default: %s.\n  # %s:\n".formatted(meaning, key.fallback(), key.name());
  }

  private static String meaning(ConfigKey key, ConfigDraft.Request request) {
    String rule = key.rule().description();
    String meaning =
        "%s (%s)"
            .formatted(
                key.explanation(),
                isOfSeveralInputs(request) ? rule : SEVERAL.matcher(rule).replaceAll(""));
    return takesPictures(request) ? meaning : ofSamples(meaning);
  }

  /** The same of a model that takes no pictures. */
  private static String ofSamples(String meaning) {
    return meaning
        .replace("pictures (with 'preprocess'), ", "")
        .replace(", less what mean, scale and std do", "")
        .replace("pictures", "samples");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String path(Path model, Path file) {
    return quoted(relative(model, file));
  }

  private static String relative(Path given, Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path target = given.toAbsolutePath().normalize();
    return (folder == null ? target : folder.relativize(target)).toString().replace('\\', '/');
  }

  private static String prefix(Path model) {
    String name = String.valueOf(model.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Needed only where one was to be said; an unknown batch is 1. */
  private static String shapes(ConfigDraft.Request request) {
    return request.shapes().isEmpty()
        ? ""
        : quoted(
            request.graph().inputs().stream()
                .map(name -> shape(request.dims(name)))
                .collect(Collectors.joining("; ")));
  }

  /** A scalar has none. */
  private static String shape(List<Long> dims) {
    return dims.isEmpty()
        ? "None"
        : dims.stream()
            .map(extent -> Long.toString(Math.max(extent, 1)))
            .collect(Collectors.joining("x"));
  }
}
