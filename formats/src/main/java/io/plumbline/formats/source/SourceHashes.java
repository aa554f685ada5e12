package io.plumbline.formats.source;

import java.util.Optional;

/**
 * What a model was read from, whatever lies in its place by now: SHA-256 of the bytes that were
 * read, in lower-case hexadecimal digits.
 *
 * @param model of the .onnx or .caffemodel file
 * @param external of the external data, each range once, in the order in which the file's tensors
 *     name them; empty when there are none
 * @param prototxt of the architecture of a .caffemodel
 */
public record SourceHashes(String model, Optional<String> external, Optional<String> prototxt) {
  /** Of a model that is one file. */
  public SourceHashes(String model) {
    this(model, Optional.empty(), Optional.empty());
  }
}
