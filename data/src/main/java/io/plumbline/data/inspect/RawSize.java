package io.plumbline.data.inspect;

import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** What else a raw file might hold whose size is not that of its input. */
final class RawSize {
  private static final List<DType> LIKELY =
      List.of(DType.UINT8, DType.FLOAT32, DType.FLOAT16, DType.INT32, DType.FLOAT64);

  private RawSize() {}

  /** Such as {@code fits ui8[1x3x8x8]}; empty when nothing fits. */
  static List<String> fits(ExpectedInput expected, DType declared, long bytes) {
    Shape shape = expected.shape();
    List<String> fits = new ArrayList<>();
    for (DType dtype : LIKELY) {
      long size = shape.elements() * dtype.bytes();
      if (size == bytes) {
        fits.add("fits %s[%s]".formatted(dtype.label(), shape));
      }
    }
    long own = shape.elements() * declared.bytes();
    if (shape.rank() > 1 && shape.dim(0) > 1 && own / shape.dim(0) == bytes) {
      fits.add(
          "fits one sample without the batch of %d: %s[%s]"
              .formatted(shape.dim(0), declared.label(), shape.with(0, 1)));
    }
    nv12(expected, bytes, fits);
    if (own > 0 && bytes > own && bytes % own == 0 && fits.isEmpty()) {
      fits.add("fits %s in one file".formatted(Count.of(bytes / own, "sample")));
    }
    return fits;
  }

  private static void nv12(ExpectedInput expected, long bytes, List<String> fits) {
    if (expected.effectiveLayout().isEmpty() || expected.channels() != 3) {
      return;
    }
    long pixels = expected.shape().elements() / expected.shape().dim(0) / 3;
    if (bytes == pixels * 3 / 2) {
      fits.add("fits an nv12 picture of that height and width");
    } else if (bytes == pixels) {
      fits.add("fits one grey channel of uint8");
    }
  }
}
