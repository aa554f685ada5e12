package io.plumbline.formats.onnx;

import io.plumbline.graph.Graph;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model and what exactly it was read from, whatever lies in its place by now.
 *
 * @param sha256 of the bytes of the file
 * @param externalSha256 of the bytes of external data, each range once, in the order in which the
 *     file's tensors name them; empty when there are none
 * @param external the files of external data, links resolved, each once
 */
public record OnnxFile(
    Graph graph, String sha256, Optional<String> externalSha256, List<Path> external) {
  public OnnxFile {
    external = List.copyOf(external);
  }
}
