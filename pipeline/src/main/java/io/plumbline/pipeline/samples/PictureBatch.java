package io.plumbline.pipeline.samples;

import io.plumbline.data.sample.FileFormat;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pictures for inputs that take several at a time; a picture file holds one. */
public final class PictureBatch {
  private PictureBatch() {}

  /** How many samples each input takes at a time; 1 where that is not said, or not the same. */
  public static int of(List<Port> inputs) {
    List<Long> extents =
        inputs.stream()
            .map(port -> port.dims().size() > 1 ? port.dims().getFirst() : 1L)
            .distinct()
            .toList();
    return extents.size() == 1 ? (int) Math.max(1, extents.getFirst()) : 1;
  }

  /** Whether files are a picture for each sample of each input, those of an input side by side. */
  public static boolean fits(List<Path> files, List<Port> inputs) {
    int batch = of(inputs);
    return batch > 1
        && files.size() == batch * inputs.size()
        && files.stream().allMatch(FileFormat.Pictures::isPicture);
  }

  /** The same input for one sample. */
  public static Port single(Port port) {
    List<Long> dims = new ArrayList<>(port.dims());
    dims.set(0, 1L);
    return new Port(port.name(), port.dtype(), dims);
  }

  /** Tensors of equal shape, one behind the other along the first axis. */
  public static Tensor joined(List<Tensor> parts) {
    Tensor first = parts.getFirst();
    Shape shape = first.shape().with(0, first.shape().dim(0) * parts.size());
    Tensor joined = Tensor.allocate(first.dtype(), shape);
    long offset = 0;
    for (Tensor part : parts) {
      MemorySegment.copy(part.data(), 0, joined.data(), offset, part.data().byteSize());
      offset += part.data().byteSize();
    }
    return joined;
  }
}
