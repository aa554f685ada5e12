package io.plumbline.formats.source;

import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads float models of one format as graphs of ONNX ops. */
public interface ModelReader {
  /** Whether the names of the files are of this format; what is in them is not looked at. */
  boolean recognises(ModelFiles files);

  /**
   * Reads a model that is recognised.
   *
   * @param shapes the shapes that a user states, by input, for the inputs that the files have; a
   *     format that knows its shapes, or leaves them open, does not ask
   * @throws io.plumbline.tensor.BadModelException when a file is missing or damaged
   * @throws io.plumbline.tensor.UnsupportedException when it holds what is not translated
   * @throws io.plumbline.tensor.BadConfigurationException when a file is missing among those given,
   *     or is one too many
   */
  SourceModel read(ModelFiles files, Function<List<String>, ? extends Map<String, Shape>> shapes);
}
