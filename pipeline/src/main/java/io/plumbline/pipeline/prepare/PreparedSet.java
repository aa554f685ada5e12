package io.plumbline.pipeline.prepare;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A calibration set that was made of a folder of pictures.
 *
 * @param shape of the first sample
 * @param pictures how many there were to be used
 * @param written how many samples were made of them
 * @param findings what was left out, and what looks wrong
 */
public record PreparedSet(
    Request request, Shape shape, int pictures, int written, List<Finding> findings) {
  public PreparedSet {
    findings = List.copyOf(findings);
  }

  /** What sample files look like. */
  public enum Form {
    /** NumPy arrays, which tell their type and shape. */
    NPY(".npy"),
    /** Elements and nothing else, little-endian. */
    RAW(".bin");

    private final String extension;

    Form(String extension) {
      this.extension = extension;
    }

    String extension() {
      return extension;
    }
  }

  /**
   * What to make.
   *
   * @param source folder of pictures
   * @param destination folder of the samples; made if need be
   * @param dtype of the elements: float32 or an integer type of at most 32 bits
   * @param limit how many pictures to use at the most, in the order of their names
   * @param force whether the destination may hold files; those of the same names are replaced
   * @param threads how many pictures are worked on at a time
   */
  public record Request(
      Path source,
      Path destination,
      Preprocess preprocess,
      Form form,
      DType dtype,
      int limit,
      boolean force,
      int threads) {}

  /** Whether every picture became a sample. */
  public boolean isComplete() {
    return written == pictures;
  }

  /** One line for people. */
  public String summary() {
    return "%d of %s became %s[%s] in %s"
        .formatted(
            written,
            Count.of(pictures, "picture"),
            request.dtype().label(),
            shape,
            request.destination());
  }

  /** For machines. */
  public Map<String, Object> record() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("source", request.source().toString());
    map.put("destination", request.destination().toString());
    map.put("format", request.form().name().toLowerCase(Locale.ROOT));
    map.put("dtype", request.dtype().name().toLowerCase(Locale.ROOT));
    map.put("shape", shape.toArray());
    map.put("pictures", pictures);
    map.put("written", written);
    map.put("left_out", pictures - written);
    map.put("findings", FindingRecords.of(findings));
    return map;
  }
}
