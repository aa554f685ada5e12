package io.plumbline.data.dataset;

import io.plumbline.data.picture.Picture;
import io.plumbline.data.picture.PictureReader;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.Transformer;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.List;

/**
 * How the samples of a set become model inputs.
 *
 * @param format what the files are; records inside larger files are pictures
 */
public record Preparation(InputSpec input, FileFormat format) {
  /**
   * Reads and prepares one sample.
   *
   * @throws io.plumbline.tensor.BadDataException when it is damaged or does not fit the input
   */
  public Prepared prepare(Origin origin) {
    return switch (origin) {
      case Origin.OfFile(var file) ->
          format instanceof FileFormat.Pictures(Preprocess preprocess)
              ? picture(PictureReader.read(file, preprocess.mode()), preprocess)
              : new Prepared(input.fit(format.read(file, input.dtype()), origin.where()), 0, 0);
      case Origin.OfRecord(var where, var bytes) -> {
        Preprocess preprocess = preprocess(where);
        yield picture(PictureReader.decode(bytes.get(), where, preprocess.mode()), preprocess);
      }
    };
  }

  /** What is done to pictures; nothing for other files. */
  public List<Transformer> transformers() {
    return format instanceof FileFormat.Pictures(Preprocess preprocess)
        ? preprocess.transformers()
        : List.of();
  }

  private Preprocess preprocess(String where) {
    if (format instanceof FileFormat.Pictures(Preprocess preprocess)) {
      return preprocess;
    }
    throw new BadConfigurationException(
        "data.no-preprocess",
        where,
        "the records are pictures, and nothing says how they become '%s'".formatted(input),
        "give the list of transformers (--preprocess, the key preprocess, or a Preprocess in"
            + " Java)");
  }

  private Prepared picture(Picture read, Preprocess preprocess) {
    int height = read.pixels().shape().intDim(0);
    int width = read.pixels().shape().intDim(1);
    Tensor pixels = preprocess.apply(read).pixels();
    Tensor typed =
        input.dtype() == DType.FLOAT32 && pixels.dtype().bytes() == 1
            ? Tensor.of(pixels.shape(), pixels.toFloats())
            : pixels;
    return new Prepared(input.fit(typed, read.name()), height, width);
  }
}
