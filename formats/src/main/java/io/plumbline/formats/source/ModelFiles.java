package io.plumbline.formats.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of a model, and where it is to run.
 *
 * @param model an .onnx file, a module, or a .caffemodel
 * @param prototxt the architecture that goes with a .caffemodel
 * @param device the machine that runs it, as its user spelled it; empty for this one
 */
public record ModelFiles(Path model, Optional<Path> prototxt, Optional<String> device) {
  /** A path keeps one slash of two. */
  private static final Pattern SCHEME = Pattern.compile("^([a-z]+):/(?!/)");

  /** A model that runs here. */
  public ModelFiles(Path model, Optional<Path> prototxt) {
    this(model, prototxt, Optional.empty());
  }

  /** A model, or {@code MODEL@DEVICE} where no file is called so. */
  public static ModelFiles of(Path model) {
    return of(model, null);
  }

  /**
   * @param prototxt null for none
   */
  public static ModelFiles of(Path model, @Nullable Path prototxt) {
    String text = model.toString();
    int at = text.indexOf('@', 1);
    while (at > 0 && !Files.exists(model)) {
      Path file = Path.of(text.substring(0, at));
      if (Files.isRegularFile(file)) {
        String device = SCHEME.matcher(text.substring(at + 1)).replaceFirst("$1://");
        return new ModelFiles(file, Optional.ofNullable(prototxt), Optional.of(device));
      }
      at = text.indexOf('@', at + 1);
    }
    return new ModelFiles(model, Optional.ofNullable(prototxt));
  }

  /** The model as a user spells it. */
  public String spelling() {
    return device.map(machine -> model + "@" + machine).orElse(model.toString());
  }

  /** The file's name and the machine without its options, for tables. */
  public String title() {
    String name = String.valueOf(model.getFileName());
    return device.map(machine -> name + "@" + machine.split("\\?", 2)[0]).orElse(name);
  }

  /** The same files on this machine. */
  public ModelFiles here() {
    return new ModelFiles(model, prototxt);
  }
}
