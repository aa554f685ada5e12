package io.plumbline.data.sample;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.RawTensorFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** How the files of a folder become tensors. */
public sealed interface FileFormat {
  /** Whether a file of this name is one of them. */
  boolean accepts(Path file);

  /**
   * Reads one file for a model input of a type.
   *
   * @throws io.plumbline.tensor.BadDataException when the file is damaged or of the wrong size
   */
  Tensor read(Path file, DType wanted);

  /** Picture files; their values become the model's float32 where it wants that. */
  record Pictures(Preprocess preprocess) implements FileFormat {
    /** Extensions of picture files, in lower case. */
    public static final Set<String> EXTENSIONS =
        Set.of("jpg", "jpeg", "jpe", "png", "bmp", "webp", "tif", "tiff", "ppm", "pgm", "jp2");

    /** Whether a file is a picture, as its name says. */
    public static boolean isPicture(Path file) {
      return EXTENSIONS.contains(extension(file));
    }

    @Override
    public boolean accepts(Path file) {
      return isPicture(file);
    }

    @Override
    public Tensor read(Path file, DType wanted) {
      Tensor pixels = preprocess.read(file);
      return wanted == DType.FLOAT32 && pixels.dtype().bytes() == 1
          ? Tensor.of(pixels.shape(), pixels.toFloats())
          : pixels;
    }
  }

  /** NumPy arrays. */
  record Arrays() implements FileFormat {
    @Override
    public boolean accepts(Path file) {
      return extension(file).equals("npy");
    }

    @Override
    public Tensor read(Path file, DType wanted) {
      return NpyFile.read(file);
    }
  }

  /**
   * Headerless elements of a declared type and shape. Any extension will do: toolchains name such
   * files {@code .bin}, {@code .rgb}, {@code .bgr}, {@code .yuv} and otherwise.
   */
  record Raw(DType dtype, Shape shape) implements FileFormat {
    @Override
    public boolean accepts(Path file) {
      return !Set.of("npy", "txt", "json", "yaml", "md").contains(extension(file));
    }

    @Override
    public Tensor read(Path file, DType wanted) {
      Tensor tensor = RawTensorFile.read(file, dtype, shape);
      return wanted == DType.FLOAT32 && dtype != DType.FLOAT32
          ? Tensor.of(shape, tensor.toFloats())
          : tensor;
    }
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
