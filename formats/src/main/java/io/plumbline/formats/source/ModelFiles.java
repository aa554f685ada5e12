package io.plumbline.formats.source;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of a float model.
 *
 * @param model an .onnx file, or a .caffemodel
 * @param prototxt the architecture that goes with a .caffemodel
 */
public record ModelFiles(Path model, Optional<Path> prototxt) {
  public static ModelFiles of(Path model) {
    return new ModelFiles(model, Optional.empty());
  }

  /**
   * @param prototxt null for none
   */
  public static ModelFiles of(Path model, @Nullable Path prototxt) {
    return new ModelFiles(model, Optional.ofNullable(prototxt));
  }
}
