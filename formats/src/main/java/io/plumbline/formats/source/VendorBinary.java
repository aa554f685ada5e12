package io.plumbline.formats.source;

import io.plumbline.tensor.BadModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Code for a vendor's own chips, which nothing but those can run, by the ending of its name. */
public final class VendorBinary {
  private static final List<String> ENDINGS =
      List.of(".bin", ".hbm", ".hbo", ".bc", ".joint", ".lava_joint", ".axmodel");

  private static final String CODE = "model.vendor-binary";
  private static final String MESSAGE =
      "this is no module of Plumbline; what a vendor's compiler writes under such a name is code"
          + " for its own chips";
  private static final String REMEDY =
      "compile the float model here: 'plumb compile', hb_mapper makertbin, hb_compile and pulsar"
          + " build make a module, the last three also under this name";

  private VendorBinary() {}

  /** Whether a vendor's compiler writes such a name; modules of this program may have it, too. */
  public static boolean isNamedSo(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /** What is told of a file that is called so and is none of this program. */
  public static BadModelException refusal(Path file) {
    return new BadModelException(CODE, file.toString(), MESSAGE, REMEDY);
  }

  /**
   * The same of one that was read as a model.
   *
   * @param cause what reading it failed of
   */
  public static BadModelException refusal(Path file, BadModelException cause) {
    return new BadModelException(CODE, file.toString(), MESSAGE, REMEDY, cause);
  }
}
