package io.plumbline.pipeline.prepare;

import io.plumbline.data.sample.CalibrationSet;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.RawTensorFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Makes a calibration set of a folder of pictures: one file a picture, named after it. Nothing is
 * in the destination before all of it is made.
 */
public final class SetPreparation {
  private final PreparedSet.Request request;
  private final CalibrationSet pictures;
  private final List<String> names;
  private final NavigableMap<Integer, Shape> shapes = new ConcurrentSkipListMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private SetPreparation(PreparedSet.Request request) {
    this.request = request;
    this.pictures =
        CalibrationSet.open(
                List.of(
                    new CalibrationSet.Source(
                        new InputSpec("picture", DType.FLOAT32, List.of(-1L, -1L, -1L)),
                        request.source(),
                        new FileFormat.Pictures(request.preprocess()))))
            .limit(request.limit());
    this.names = names();
  }

  /**
   * Reads, transforms and writes.
   *
   * @throws BadConfigurationException when the destination holds files and may not, or a value does
   *     not fit the element type
   * @throws BadDataException when not a single picture can be used
   */
  public static PreparedSet run(PreparedSet.Request request, Progress progress) {
    try (Staging staging = Staging.open(request)) {
      return new SetPreparation(request).run(staging, progress);
    }
  }

  private PreparedSet run(Staging staging, Progress progress) {
    findings.addAll(pictures.findings());
    progress.stage("prepare");
    AtomicInteger done = new AtomicInteger();
    Threads.each(
        request.threads(),
        "plumbline-data",
        pictures.size(),
        (index, _) -> {
          prepare(index, staging.folder());
          progress.update(done.incrementAndGet(), pictures.size());
        });
    if (shapes.isEmpty()) {
      throw new BadDataException(
          "data.no-samples",
          request.source().toString(),
          String.format(
              Locale.ROOT,
              "none of the %s could be used; of one: %s",
              Count.of(pictures.size(), "picture"),
              findings.getLast().message()),
          "check the pictures and the transformers");
    }
    findings.sort(Comparator.comparing(Finding::where).thenComparing(Finding::code));
    findUnequalShapes();
    findings.addAll(staging.publish(shapes.keySet().stream().map(names::get).toList()));
    return new PreparedSet(
        request, shapes.firstEntry().getValue(), pictures.size(), shapes.size(), findings);
  }

  private void prepare(int index, Path folder) {
    Path file = pictures.file(index);
    try {
      Tensor sample = typed(request.preprocess().read(file), file);
      Path target = folder.resolve(names.get(index));
      switch (request.form()) {
        case NPY -> NpyFile.write(target, sample);
        case RAW -> RawTensorFile.write(target, sample);
      }
      shapes.put(index, sample.shape());
    } catch (BadDataException e) {
      synchronized (findings) {
        findings.add(Finding.warning(e.code(), e.where(), "left out: " + e.getMessage()));
      }
    }
  }

  private Tensor typed(Tensor sample, Path file) {
    if (sample.dtype() == request.dtype()) {
      return sample;
    }
    float[] values = sample.toFloats();
    if (request.dtype() == DType.FLOAT32) {
      return Tensor.of(sample.shape(), values);
    }
    int[] whole = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      boolean fits =
          value == Math.rint(value)
              && value >= request.dtype().minimum()
              && value <= request.dtype().maximum();
      if (!fits) {
        throw unfit(file, i, values[i]);
      }
      whole[i] = (int) value;
    }
    return Tensor.ofIntegers(request.dtype(), sample.shape(), whole);
  }

  private BadConfigurationException unfit(Path file, int element, float value) {
    return new BadConfigurationException(
        "prepare.dtype",
        file.toString(),
        String.format(
            Locale.ROOT,
            "element %d is %s; expected whole numbers %d…%d, which %s holds",
            element,
            value,
            request.dtype().minimum(),
            request.dtype().maximum(),
            request.dtype().label()),
        "write --dtype float32, or leave out the transformers that make such values");
  }

  /** Names of the samples: those of the pictures without extension, where that tells them apart. */
  private List<String> names() {
    List<String> full =
        IntStream.range(0, pictures.size())
            .mapToObj(index -> String.valueOf(pictures.file(index).getFileName()))
            .toList();
    List<String> stems =
        full.stream().map(name -> name.substring(0, name.lastIndexOf('.'))).toList();
    List<String> chosen = stems.stream().distinct().count() == stems.size() ? stems : full;
    return chosen.stream().map(name -> name + request.form().extension()).toList();
  }

  private void findUnequalShapes() {
    Shape first = shapes.firstEntry().getValue();
    shapes.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(first))
        .findFirst()
        .ifPresent(
            other ->
                findings.add(
                    Finding.warning(
                        "prepare.shapes",
                        pictures.file(other.getKey()).toString(),
                        "becomes %s, the first picture %s; a model takes one shape: add a resize or a crop"
                            .formatted(other.getValue(), first))));
  }
}
