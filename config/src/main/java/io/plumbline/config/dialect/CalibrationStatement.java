package io.plumbline.config.dialect;

import io.plumbline.config.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/**
 * What a configuration says of calibration, before it is judged.
 *
 * @param preprocess the mapping, or the path of a file, relative to the configuration
 * @param folders of samples
 * @param elementType of raw samples
 * @param method how ranges are found
 * @param percentiles every place that gives one; lists of candidates in one node
 */
public record CalibrationStatement(
    Optional<YamlNode> preprocess,
    List<Folder> folders,
    Optional<String> elementType,
    Optional<String> method,
    List<YamlNode> percentiles,
    boolean perChannel,
    List<String> floatNodes,
    List<String> integerNodes) {
  /**
   * A folder of samples, or a tar file.
   *
   * @param path as written
   * @param line where it stands, from 1; 0 where it stands nowhere in the file
   */
  public record Folder(String path, int line) {}

  public CalibrationStatement {
    folders = List.copyOf(folders);
    percentiles = List.copyOf(percentiles);
    floatNodes = List.copyOf(floatNodes);
    integerNodes = List.copyOf(integerNodes);
  }
}
