package io.plumbline.pipeline;

import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.HandedOver;
import io.plumbline.pipeline.samples.PictureBatch;
import io.plumbline.pipeline.samples.PictureFeed;
import io.plumbline.pipeline.samples.RegionFeed;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.input.DevicePicture;
import io.plumbline.runtime.input.PaddedRows;
import io.plumbline.runtime.input.Region;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.RawTensorFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.TextTensorFile;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.file.Overwriting;
import io.plumbline.tensor.file.TensorFileNames;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** One run of a model: reading its inputs, showing and dumping its results. */
public final class Inference {
  /** File formats of dumps. */
  public static final List<String> FORMATS = List.of("npy", "bin", "txt");

  private Inference() {}

  /**
   * One file for each input of an engine, in the order of its inputs. For an input that takes
   * pictures, raw files hold what the device hands over, picture files are prepared as for training
   * and then converted, and arrays, also as text, are fed as they stand; uint8 arrays are pixels as
   * the input lies, or the planes of nv12. Of an input that takes several samples at a time a file
   * holds all of them; or there are as many pictures for each.
   */
  public static SequencedMap<String, Tensor> sample(
      Engine engine, List<Path> files, FolderData data) {
    return sample(engine, files, data, HandedOver.PACKED);
  }

  /**
   * The same of pictures that come otherwise than whole and packed.
   *
   * @throws BadConfigurationException when there are more or fewer regions than inputs of a
   *     resizer, or a stride and no raw picture
   */
  public static SequencedMap<String, Tensor> sample(
      Engine engine, List<Path> files, FolderData data, HandedOver form) {
    requireRegions(engine, form.regions());
    if (PictureBatch.fits(files, engine.inputs()) && form.equals(HandedOver.PACKED)) {
      return batch(engine, files, data);
    }
    if (files.size() != engine.inputs().size()) {
      throw new BadConfigurationException(
          "infer.input-count",
          "--input",
          "%s for the inputs %s".formatted(Count.of(files.size(), "file"), engine.inputs()),
          inputsWanted(engine.inputs()));
    }
    SequencedMap<String, Tensor> sample = new LinkedHashMap<>();
    Iterator<Region> remaining = form.regions().iterator();
    boolean strided = false;
    for (int i = 0; i < files.size(); i++) {
      Port port = engine.inputs().get(i);
      PictureInput picture = engine.pictures().get(port.name());
      if (picture != null && RegionFeed.takesRegions(picture) && remaining.hasNext()) {
        sample.put(port.name(), RegionFeed.feed(port, picture, files.get(i), remaining.next()));
      } else if (picture != null
          && form.stride().isPresent()
          && isRaw(engine, port, files.get(i), data)) {
        strided = true;
        sample.put(port.name(), padded(port, picture, files.get(i), form.stride().getAsLong()));
      } else {
        sample.put(port.name(), tensor(engine, port, files.get(i), data));
      }
    }
    if (form.stride().isPresent() && !strided) {
      throw new BadConfigurationException(
          "infer.stride",
          "--stride",
          "none of the files is a raw picture for an input that takes pictures",
          "leave it out, or give files of the bytes that a device hands over");
    }
    return sample;
  }

  private static String inputsWanted(List<Port> inputs) {
    int batch = PictureBatch.of(inputs);
    return "give one file for each input, separated by ','"
        + (batch > 1 ? "; of pictures %d for each, side by side".formatted(batch) : "");
  }

  /** As many pictures for each input as it takes at a time. */
  private static SequencedMap<String, Tensor> batch(
      Engine engine, List<Path> files, FolderData data) {
    int batch = PictureBatch.of(engine.inputs());
    SequencedMap<String, Tensor> sample = new LinkedHashMap<>();
    for (Port port : engine.inputs()) {
      int first = batch * sample.size();
      Port one = PictureBatch.single(PictureFeed.training(engine, port));
      List<Tensor> fed =
          files.subList(first, first + batch).stream()
              .map(
                  file ->
                      PictureFeed.feed(
                          engine, port, read(data.formatOf(file, one), one, file), file.toString()))
              .toList();
      sample.put(port.name(), PictureBatch.joined(fed));
    }
    return sample;
  }

  /** Whether a file is the bytes of a picture that a device hands over. */
  private static boolean isRaw(Engine engine, Port port, Path file, FolderData data) {
    return !file.toString().endsWith(".txt")
        && data.formatOf(file, PictureFeed.training(engine, port)) instanceof FileFormat.Raw;
  }

  private static Tensor padded(Port port, PictureInput picture, Path file, long stride) {
    Shape shape = Shape.of(port.dims());
    String where = file.toString();
    MemorySegment rows = RawTensorFile.readAll(file).data();
    return DevicePicture.intermediate(
        picture, PaddedRows.packed(picture, rows, shape, stride, where), shape, where);
  }

  private static boolean takesRegions(Engine engine, Port port) {
    PictureInput picture = engine.pictures().get(port.name());
    return picture != null && RegionFeed.takesRegions(picture);
  }

  private static void requireRegions(Engine engine, List<Region> regions) {
    List<String> names =
        engine.inputs().stream()
            .filter(port -> takesRegions(engine, port))
            .map(Port::name)
            .toList();
    if (!regions.isEmpty() && regions.size() != names.size()) {
      throw new BadConfigurationException(
          "infer.regions",
          "--roi",
          names.isEmpty()
              ? "no input of the model takes regions of pictures"
              : "%s for the inputs %s".formatted(Count.of(regions.size(), "region"), names),
          names.isEmpty()
              ? "compile with 'input_type_rt: nv12' and 'input_source: {NAME: resizer}', or cut the"
                  + " pictures before"
              : "give one for each, separated by ';'");
    }
  }

  private static Tensor tensor(Engine engine, Port port, Path file, FolderData data) {
    if (file.toString().endsWith(".txt")) {
      InputSpec spec = new InputSpec(port.name(), port.dtype(), port.dims());
      Shape shape = FolderData.rawShape(file, port);
      return spec.fit(TextTensorFile.read(file, port.dtype(), shape), file.toString());
    }
    PictureInput picture = engine.pictures().get(port.name());
    if (picture == null) {
      return read(data.formatOf(file, port), port, file);
    }
    Port training = PictureFeed.training(engine, port);
    return switch (data.formatOf(file, training)) {
      case FileFormat.Pictures format ->
          PictureFeed.feed(engine, port, read(format, training, file), file.toString());
      case FileFormat.Arrays format -> array(format.read(file, port.dtype()), port, picture, file);
      case FileFormat.Raw format ->
          DevicePicture.intermediate(
              picture, RawTensorFile.readAll(file).data(), Shape.of(port.dims()), file.toString());
    };
  }

  /** What of an array is fed: bytes are what a device hands over, or pixels as the input lies. */
  private static Tensor array(Tensor given, Port port, PictureInput picture, Path file) {
    if (given.dtype() != DType.UINT8) {
      return given;
    }
    String where = file.toString();
    Shape shape = Shape.of(port.dims());
    int axis = picture.layout().heightAxis();
    long bytes = DevicePicture.bytes(picture.device(), shape.dim(axis), shape.dim(axis + 1));
    boolean planes =
        picture.device() == PictureType.NV12
            && given.elements() == bytes * shape.dim(0)
            && given.shape().dim(given.shape().rank() - 1) == shape.dim(axis + 1);
    return planes
        ? DevicePicture.intermediate(picture, given.data(), shape, where)
        : new InputSpec(port.name(), DType.UINT8, port.dims()).fit(given, where);
  }

  private static Tensor read(FileFormat format, Port port, Path file) {
    InputSpec spec = new InputSpec(port.name(), port.dtype(), port.dims());
    return spec.fit(format.read(file, port.dtype()), file.toString());
  }

  /** Name, type, shape, range and largest element of every tensor. */
  public static Section.Table table(SequencedMap<String, Tensor> results) {
    List<List<Cell>> rows = new ArrayList<>();
    results.forEach(
        (name, tensor) -> {
          float[] values = tensor.toFloats();
          float low = Float.POSITIVE_INFINITY;
          float high = Float.NEGATIVE_INFINITY;
          for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
          }
          rows.add(
              List.of(
                  Cell.of(name),
                  Cell.of(tensor.dtype().label()),
                  Cell.of(tensor.shape().toString()),
                  values.length == 0 ? Cell.missing() : Cell.real(low, 6),
                  values.length == 0 ? Cell.missing() : Cell.real(high, 6),
                  Cell.of(argmax(tensor))));
        });
    return new Section.Table(
        "Tensors", List.of("Name", "Type", "Shape", "Minimum", "Maximum", "Argmax"), rows);
  }

  /** Index of the largest element, the first of equal ones; −1 for an empty tensor. */
  public static long argmax(Tensor tensor) {
    float[] values = tensor.toFloats();
    int best = values.length == 0 ? -1 : 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /** The extents of a tensor as a list. */
  public static List<Long> dims(Tensor tensor) {
    return Arrays.stream(tensor.shape().toArray()).boxed().toList();
  }

  /**
   * Writes every tensor to a file named after it ({@link TensorFileNames}); returns the files.
   *
   * @param inputs what was read, which is not written over
   */
  public static List<Path> dump(
      Map<String, Tensor> results, Path folder, String format, List<Path> inputs) {
    List<Path> files = new ArrayList<>();
    SequencedMap<String, String> names = TensorFileNames.of(results.keySet());
    results.keySet().forEach(name -> files.add(folder.resolve(names.get(name) + "." + format)));
    Overwriting.refuse(inputs, files);
    Iterator<Path> next = files.iterator();
    results.forEach(
        (name, tensor) -> {
          Path file = next.next();
          switch (format) {
            case "npy" -> NpyFile.write(file, tensor);
            case "bin" -> RawTensorFile.write(file, tensor);
            default -> TextTensorFile.write(file, tensor);
          }
        });
    return files;
  }
}
