package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;

import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where calibration samples come from. */
final class DataSettings {
  private static final Map<String, DType> TYPES =
      Map.of(
          "float32", DType.FLOAT32,
          "uint8", DType.UINT8,
          "int8", DType.INT8,
          "int16", DType.INT16,
          "int32", DType.INT32);

  private final ConfigFile config;
  private final List<Finding> findings;

  DataSettings(ConfigFile config, List<Finding> findings) {
    this.config = config;
    this.findings = findings;
  }

  /**
   * The samples.
   *
   * @param inputs names in the order of the folders
   * @param calibrationType {@code skip} needs no samples, {@code load} only those that complete it,
   *     and a plan none
   */
  CalibrationData data(List<String> inputs, String calibrationType) {
    List<Path> folders =
        config.list(CALIBRATION, "cal_data_dir").stream().map(config::path).toList();
    boolean planned = config.text(CALIBRATION, "plan").isPresent();
    if (folders.isEmpty() && (planned || calibrationType.equals("load"))) {
      return new RandomData();
    }
    boolean random = config.flag(CALIBRATION, "random_data");
    if (random && !folders.isEmpty()) {
      throw new BadConfigurationException(
          "config.conflict",
          config.where(CALIBRATION, "random_data"),
          "'random_data' is asked for, and 'cal_data_dir' names samples",
          "remove one of the two");
    }
    if (random || calibrationType.equals("skip")) {
      findings.add(
          Finding.warning(
              "config.calibration-skipped",
              config.where(CALIBRATION, random ? "random_data" : "calibration_type"),
              "ranges come from random data: size and speed are right, accuracy is not"));
      return new RandomData();
    }
    if (folders.isEmpty()) {
      throw new BadConfigurationException(
          "config.missing-key",
          config.file().toString(),
          "'calibration_parameters.cal_data_dir' is missing: calibration samples decide the ranges",
          "add the key, or 'calibration_type: skip' to try a model without data");
    }
    boolean named = !inputs.equals(List.of(ModelInterface.ONLY_INPUT));
    FolderData all =
        new FolderData(
            folders,
            named ? inputs : List.of(),
            preprocess(),
            rawTypes(folders.size()),
            config.flag(CALIBRATION, "preprocess_on"));
    return config
        .number(CALIBRATION, "calibration_size", -1, Integer.MAX_VALUE)
        .filter(size -> size > 0)
        .map(size -> all.withMost(size.intValue()))
        .orElse(all);
  }

  private List<Optional<DType>> rawTypes(int folders) {
    List<String> given = config.list(CALIBRATION, "cal_data_type");
    if (given.size() == 1) {
      return List.of(Optional.ofNullable(TYPES.get(given.getFirst())));
    }
    return config.perInput(CALIBRATION, "cal_data_type", folders).stream()
        .map(type -> type.map(TYPES::get))
        .toList();
  }

  private Optional<Preprocess> preprocess() {
    return config
        .node(CALIBRATION, "preprocess")
        .map(
            node ->
                switch (node) {
                  case YamlNode.Scalar(String text, int line) ->
                      PreprocessFile.read(config.path(text));
                  case YamlNode.Sequence sequence -> inline(sequence);
                  case YamlNode.Mapping mapping -> inline(mapping);
                });
  }

  private Preprocess inline(YamlNode node) {
    return PreprocessFile.of(
        PreprocessFile.withFilesBelow(node, config.file().toAbsolutePath().getParent()),
        config.file().toString());
  }
}
