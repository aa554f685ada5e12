package io.plumbline.data.picture;

import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How picture files become model inputs: a read mode, and transformers in the order they are
 * applied. Two are equal when both of these are.
 */
public final class Preprocess {
  private final ReadMode mode;
  private final List<Transformer> transformers;
  private final Optional<FusedSteps> fused;

  public Preprocess(ReadMode mode, List<Transformer> transformers) {
    this.mode = mode;
    this.transformers = List.copyOf(transformers);
    this.fused = mode == ReadMode.SKIMAGE ? Optional.empty() : FusedSteps.of(this.transformers);
  }

  public ReadMode mode() {
    return mode;
  }

  public List<Transformer> transformers() {
    return transformers;
  }

  /** What is read besides the pictures. */
  public List<MeanPicture> means() {
    return transformers.stream()
        .filter(SubtractMeanPicture.class::isInstance)
        .map(step -> ((SubtractMeanPicture) step).mean())
        .toList();
  }

  /**
   * Reads and transforms one picture.
   *
   * @return uint8, int8 or float32 of rank 3
   * @throws io.plumbline.tensor.BadDataException when the file is no picture or does not fit
   */
  public Tensor read(Path file) {
    return apply(PictureReader.read(file, mode)).pixels();
  }

  /** Transforms one picture. */
  public Picture apply(Picture picture) {
    if (fused.isPresent() && FusedSteps.accepts(picture)) {
      return fused.get().apply(picture);
    }
    return each(picture, transformers);
  }

  /** The picture after one step after the other. */
  static Picture each(Picture picture, List<Transformer> steps) {
    Picture changed = picture;
    for (Transformer step : steps) {
      changed = step.apply(changed);
    }
    return changed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Preprocess same
        && mode == same.mode
        && transformers.equals(same.transformers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(mode, transformers);
  }

  @Override
  public String toString() {
    return "Preprocess[mode=%s, transformers=%s]".formatted(mode, transformers);
  }
}
