package io.plumbline.graph.input;

import io.plumbline.graph.ModelInfo;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.colour.PictureInput;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The picture inputs of a model, kept in its metadata so that every artefact knows them. */
public final class PictureInputs {
  /** Metadata keys are this and the name of the input; values are {@link PictureInput#text}. */
  public static final String PREFIX = "plumbline.input.";

  private PictureInputs() {}

  /**
   * By input name, in the order of the metadata.
   *
   * @throws BadModelException when an entry is damaged
   */
  public static SequencedMap<String, PictureInput> of(ModelInfo info) {
    SequencedMap<String, PictureInput> pictures = new LinkedHashMap<>();
    info.metadata()
        .forEach(
            (key, value) -> {
              if (key.startsWith(PREFIX)) {
                pictures.put(key.substring(PREFIX.length()), parse(key, value));
              }
            });
    return pictures;
  }

  /** The same model information with the given picture inputs. */
  static ModelInfo with(ModelInfo info, SequencedMap<String, PictureInput> pictures) {
    SequencedMap<String, String> metadata = new LinkedHashMap<>(info.metadata());
    pictures.forEach((name, picture) -> metadata.put(PREFIX + name, picture.text()));
    return info.withMetadata(metadata);
  }

  private static PictureInput parse(String key, String value) {
    try {
      return PictureInput.parse(value);
    } catch (IllegalArgumentException e) {
      throw new BadModelException(
          "model.picture-input",
          key,
          "the metadata entry is damaged: " + e.getMessage(),
          "compile the model again",
          e);
    }
  }
}
