package io.plumbline.formats.program;

import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorProto;

/**
 * The names that make a program container a module: entries of the model's metadata, its manifest,
 * and initializers that hold bytes, its sections. The manifest says what the names of sections
 * begin with, since every other name may be that of a value.
 */
final class ModuleFormat {
  /** The version of manifest and sections; readers refuse any other. */
  static final String VERSION_NUMBER = "1";

  static final String VERSION = "plumbline.module.version";
  static final String PRODUCER = "plumbline.module.producer";
  static final String SECTIONS = "plumbline.module.sections";
  static final String SYMBOL = "plumbline.module.symbol";
  static final String ARENA = "plumbline.module.arena";
  static final String PLACES = "plumbline.module.places";

  /** What the names of sections begin with, unless that of a value does. */
  static final String PREFIX = "plumbline.module/";

  static final String WEIGHTS = "weights";
  static final String SOURCE = "source/";
  static final String NATIVE = "native/";

  static final String HASH = "sha256";
  static final String PLATFORM = "platform";
  static final String INSTRUCTIONS = "instructions";
  static final String COMPILER = "compiler";
  static final String OPTIONS = "options";

  private ModuleFormat() {}

  /** Whether an initializer is a section, and no part of the program. */
  static boolean isSection(ModelProto model, TensorProto initializer) {
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      if (entry.getKey().equals(SECTIONS)) {
        return !entry.getValue().isEmpty() && initializer.getName().startsWith(entry.getValue());
      }
    }
    return false;
  }
}
