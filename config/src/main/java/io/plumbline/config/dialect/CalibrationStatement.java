package io.plumbline.config.dialect;

import io.plumbline.config.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/**
 * What a configuration says of calibration, before it is judged.
 *
 * @param preprocess the mapping, or the path of a file, relative to the configuration
 * @param folders of samples, as written
 * @param elementType of raw samples
 * @param method how ranges are found
 * @param percentiles every place that gives one; lists of candidates in one node
 */
public record CalibrationStatement(
    Optional<YamlNode> preprocess,
    List<String> folders,
    Optional<String> elementType,
    Optional<String> method,
    List<YamlNode> percentiles,
    boolean perChannel,
    List<String> floatNodes,
    List<String> integerNodes) {
  public CalibrationStatement {
    folders = List.copyOf(folders);
    percentiles = List.copyOf(percentiles);
    floatNodes = List.copyOf(floatNodes);
    integerNodes = List.copyOf(integerNodes);
  }
}
