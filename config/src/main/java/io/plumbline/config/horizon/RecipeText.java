package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;
import static io.plumbline.config.horizon.ConfigKey.INPUT;

import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.yaml.YamlEdit;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.data.picture.NamedTransformer;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.doctor.Recipe;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.tensor.BadConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a configuration says of the preparation of pictures, and its text with another one. */
final class RecipeText {
  private RecipeText() {}

  /**
   * What it says.
   *
   * @param request that the configuration asks for
   * @throws BadConfigurationException when nothing says how pictures become an input
   */
  static Recipe read(ConfigFile config, CompileRequest request) {
    YamlNode node =
        config
            .preprocess()
            .orElseThrow(
                () ->
                    new BadConfigurationException(
                        "doctor.no-preprocess",
                        config.file().toString(),
                        "no 'calibration_parameters.preprocess' says how pictures become the input",
                        "write down the read_mode and transformers that your data were made with"));
    PreprocessFile.Written written = PreprocessFile.written(node, config.file().toString());
    return new Recipe(
        written.mode(),
        written.steps(),
        request.ports().pictures().values().stream().findFirst().map(RecipeText::inModel));
  }

  private static Recipe.InModel inModel(InputPreparation input) {
    return new Recipe.InModel(
        input.picture().training(), input.picture().trainingLayout(), input.mean(), input.scale());
  }

  /** The text with what differs between two recipes written anew. */
  static String changed(String text, String where, Recipe given, Recipe wanted) {
    YamlEdit edit = new YamlEdit(text, where);
    steps(edit, given, wanted);
    Optional<Recipe.InModel> before = given.inModel();
    wanted
        .inModel()
        .filter(after -> !Optional.of(after).equals(before))
        .ifPresent(after -> inModel(edit, before.orElseThrow(), after));
    return edit.text();
  }

  private static void steps(YamlEdit edit, Recipe given, Recipe wanted) {
    if (given.steps().equals(wanted.steps()) && given.mode() == wanted.mode()) {
      return;
    }
    boolean changed =
        given.mode() == wanted.mode()
            && edit.items(
                List.of(CALIBRATION, "preprocess", "transformers"),
                given.steps().stream().map(RecipeText::item).toList(),
                wanted.steps().stream().map(RecipeText::item).toList());
    if (!changed) {
      edit.replace(CALIBRATION, "preprocess", block(wanted));
    }
  }

  private static void inModel(YamlEdit edit, Recipe.InModel before, Recipe.InModel after) {
    if (before.training() != after.training()) {
      edit.set(INPUT, "input_type_train", after.training().label());
    }
    if (before.layout() != after.layout()) {
      edit.set(INPUT, "input_layout_train", after.layout().name());
    }
    if (!before.mean().equals(after.mean()) || !before.scale().equals(after.scale())) {
      edit.remove(INPUT, "norm_type");
      numbers(edit, "mean_value", after.mean(), 0);
      edit.remove(INPUT, "std_value");
      numbers(edit, "scale_value", after.scale(), 1);
    }
  }

  private static void numbers(YamlEdit edit, String key, List<Double> values, double neutral) {
    if (values.stream().allMatch(value -> value == neutral)) {
      edit.remove(INPUT, key);
    } else {
      edit.set(
          INPUT,
          key,
          values.stream().map(String::valueOf).collect(Collectors.joining(" ", "'", "'")));
    }
  }

  private static List<String> block(Recipe recipe) {
    List<String> block = new ArrayList<>();
    block.add("preprocess:");
    block.add("  read_mode: " + mode(recipe.mode()));
    block.add("  transformers:");
    recipe.steps().forEach(step -> block.add("    - " + item(step)));
    return recipe.steps().isEmpty()
        ? List.of("preprocess:", "  read_mode: " + mode(recipe.mode()), "  transformers: []")
        : block;
  }

  private static String mode(ReadMode mode) {
    return mode == ReadMode.PIL ? "PIL" : mode.name().toLowerCase(Locale.ROOT);
  }

  private static String item(NamedTransformer step) {
    return step.name()
        + ": "
        + step.parameters().entrySet().stream()
            .map(RecipeText::parameter)
            .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String parameter(Map.Entry<String, Object> entry) {
    return entry.getKey() + ": " + entry.getValue();
  }
}
