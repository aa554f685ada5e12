package io.plumbline.pipeline.samples;

import io.plumbline.data.picture.MeanPicture;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.sample.CalibrationSet;
import io.plumbline.data.sample.DataArchive;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calibration samples in folders, one for each input of the model: pictures, .npy arrays, or raw
 * files of the model's shape. Pictures that cannot be used are left out with a finding.
 *
 * @param folders one for each input; a tar file may stand for a folder, and beside others' folders
 *     one file for an input that is the same for all samples
 * @param inputs names of the inputs in the order of the folders; empty for the model's own order
 * @param preprocess how pictures become inputs; empty for arrays and raw files
 * @param rawTypes element types of raw files, in the order of the folders, or one for all; an empty
 *     one is told by the size of the files
 * @param resizes whether pictures without {@code preprocess} are read with skimage's rules and
 *     resized to the model's size
 * @param most how many samples are used, spread over the folders; empty for all
 */
public record FolderData(
    List<Path> folders,
    List<String> inputs,
    Optional<Preprocess> preprocess,
    List<Optional<DType>> rawTypes,
    boolean resizes,
    OptionalInt most)
    implements CalibrationData {
  /** All samples of the folders. */
  public FolderData(
      List<Path> folders,
      List<String> inputs,
      Optional<Preprocess> preprocess,
      List<Optional<DType>> rawTypes,
      boolean resizes) {
    this(folders, inputs, preprocess, rawTypes, resizes, OptionalInt.empty());
  }

  public FolderData {
    folders = List.copyOf(folders);
    inputs = List.copyOf(inputs);
    rawTypes = List.copyOf(rawTypes);
  }

  /**
   * Folders in the order of the model's inputs, with raw files of which the size tells the type.
   */
  public FolderData(List<Path> folders, Optional<Preprocess> preprocess) {
    this(folders, List.of(), preprocess, List.of(), false);
  }

  /** The same kind of data from other folders. */
  public FolderData withFolders(List<Path> other) {
    return new FolderData(other, inputs, preprocess, rawTypes, resizes, most);
  }

  public FolderData withPreprocess(Preprocess other) {
    return new FolderData(folders, inputs, Optional.of(other), rawTypes, resizes, most);
  }

  /** The same with no more than so many samples. */
  public FolderData withMost(int samples) {
    return new FolderData(folders, inputs, preprocess, rawTypes, resizes, OptionalInt.of(samples));
  }

  /**
   * Whether samples of a model are made inputs from pictures: by {@code preprocess}, or by resizing
   * where the model takes pictures.
   *
   * @param ports what the model takes
   */
  public boolean preparesPictures(ModelInterface ports) {
    return preprocess.isPresent() || (resizes && !ports.pictures().isEmpty());
  }

  /** The mean pictures that are subtracted of the samples. */
  public List<MeanPicture> means() {
    return preprocess.map(Preprocess::means).orElse(List.of());
  }

  @Override
  public SampleSource open(
      List<Port> ports, SequencedMap<String, PictureInput> pictures, Consumer<Finding> findings) {
    return chosen(open(sources(ports, pictures), findings, (index, name, tensors) -> {}));
  }

  /** No more of the samples than are used. */
  SampleSource chosen(SampleSource all) {
    return most.isEmpty() || most.getAsInt() >= all.size()
        ? all
        : all.of(SampleSource.scattered(most.getAsInt(), all.size()).stream().toArray());
  }

  /** Samples that an observer sees as their files hold them. */
  static SampleSource open(
      List<CalibrationSet.Source> sources,
      Consumer<Finding> findings,
      CalibrationSet.Observer observer) {
    CalibrationSet set = CalibrationSet.open(sources).observed(observer);
    set.findings().forEach(findings);
    return new Samples(set, findings);
  }

  /**
   * Holds that there is a folder for each input of a model, which says how its files are read.
   *
   * @throws BadConfigurationException when the folders do not fit the inputs
   * @throws BadDataException when one cannot be listed
   */
  public void requireFolders(List<Port> ports, SequencedMap<String, PictureInput> pictures) {
    sources(ports, pictures);
  }

  /** Where the samples of each input of a model lie and how they are read. */
  List<CalibrationSet.Source> sources(
      List<Port> ports, SequencedMap<String, PictureInput> pictures) {
    if (folders.size() != ports.size()) {
      throw new BadConfigurationException(
          "data.folder-count",
          "cal_data_dir",
          String.format(
              Locale.ROOT,
              "%s for %s (%s)",
              Count.of(folders.size(), "folder"),
              Count.of(ports.size(), "input"),
              ports),
          "give one folder for each input, separated by ';', in the order of the inputs; a file"
              + " stands for an input that is the same for all samples");
    }
    List<CalibrationSet.Source> sources = new ArrayList<>();
    for (Port own : ports) {
      int index = folderOf(own.name(), ports);
      Path folder = folders.get(index);
      Optional<PictureInput> picture = Optional.ofNullable(pictures.get(own.name()));
      Port port = picture.map(PictureFeed.training(own)).orElse(own);
      sources.add(
          new CalibrationSet.Source(
              new InputSpec(port.name(), port.dtype(), port.dims()),
              folder,
              ports.size() > 1 && DataArchive.isSingleFile(folder)
                  ? format(Set.of(extension(folder)), folder, port, index, picture)
                  : format(folder, port, index, picture),
              picture));
    }
    return sources;
  }

  private int folderOf(String input, List<Port> ports) {
    if (inputs.isEmpty()) {
      return ports.stream().map(Port::name).toList().indexOf(input);
    }
    int index = inputs.indexOf(input);
    if (index < 0) {
      throw new BadConfigurationException(
          "data.no-folder",
          "input_name",
          "the model's input '%s' is not among the names %s".formatted(input, inputs),
          "name every input of the model in input_name");
    }
    return index;
  }

  /** What the files of a folder are, told by their names. */
  public FileFormat format(Path folder, Port port) {
    return format(folder, port, 0, Optional.empty());
  }

  private FileFormat format(Path folder, Port port, int index, Optional<PictureInput> picture) {
    return format(extensions(folder), folder, port, index, picture);
  }

  /**
   * What a single file is, told by its name; raw elements are of the input's type where no other is
   * declared.
   */
  public FileFormat formatOf(Path file, Port port) {
    FileFormat format = format(Set.of(extension(file)), file, port, 0, Optional.empty());
    return format instanceof FileFormat.Raw raw && rawTypes.isEmpty()
        ? new FileFormat.Raw(port.dtype(), raw.shape())
        : format;
  }

  private FileFormat format(
      Set<String> extensions, Path where, Port port, int index, Optional<PictureInput> picture) {
    if (extensions.isEmpty() && preprocess.isPresent()) {
      return new FileFormat.Pictures(preprocess.get());
    }
    if (extensions.stream().anyMatch(FileFormat.Pictures.EXTENSIONS::contains)) {
      return new FileFormat.Pictures(
          preprocess
              .or(
                  () ->
                      picture
                          .filter(each -> resizes)
                          .map(each -> AutomaticPreprocess.of(each, port)))
              .orElseThrow(
                  () ->
                      new BadConfigurationException(
                          "data.no-preprocess",
                          where.toString(),
                          "these are pictures, and nothing says how they become '%s'"
                              .formatted(port),
                          "give the list of transformers (--preprocess, the key preprocess, or a"
                              + " Preprocess in Java)")));
    }
    return extensions.contains("npy") ? new FileFormat.Arrays() : raw(where, port, index);
  }

  private FileFormat.Raw raw(Path where, Port port, int index) {
    Shape shape = rawShape(where, port);
    Optional<DType> declared =
        rawTypes.isEmpty() ? Optional.empty() : rawTypes.get(rawTypes.size() == 1 ? 0 : index);
    return new FileFormat.Raw(
        declared.orElseGet(() -> typeOfSize(where, shape, port.dtype())), shape);
  }

  /**
   * The type whose elements fill the first file: the input's own, bytes, or float32; its own where
   * none does.
   */
  private static DType typeOfSize(Path where, Shape shape, DType own) {
    Path data = DataArchive.folder(where);
    try (Stream<Path> files = Files.isDirectory(data) ? Files.list(data) : Stream.of(data)) {
      Optional<Path> first =
          files
              .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
              .filter(Files::isRegularFile)
              .min(Comparator.naturalOrder());
      long size = first.isPresent() ? Files.size(first.get()) : 0;
      if (size == shape.elements() * own.bytes()) {
        return own;
      }
      if (size == shape.elements()) {
        return DType.UINT8;
      }
      return size == shape.elements() * Float.BYTES ? DType.FLOAT32 : own;
    } catch (IOException e) {
      return own;
    }
  }

  /** A raw file holds one sample and does not say its own shape. */
  public static Shape rawShape(Path where, Port port) {
    List<Long> dims = new ArrayList<>(port.dims());
    if (!dims.isEmpty() && dims.getFirst() < 0) {
      dims.set(0, 1L);
    }
    if (dims.stream().anyMatch(dim -> dim < 0)) {
      throw new BadConfigurationException(
          "data.dynamic-raw",
          where.toString(),
          "raw files have no shape of their own, and input '%s' is dynamic: %s"
              .formatted(port.name(), port),
          "give .npy files, or a model of static shape");
    }
    return Shape.of(dims);
  }

  private static Set<String> extensions(Path folder) {
    try (Stream<Path> files = Files.list(DataArchive.folder(folder))) {
      return files
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .map(FolderData::extension)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new BadDataException(
          "data.folder", folder.toString(), ReadFailure.ofFolder(folder), "check the path", e);
    }
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Leaves out what cannot be read, telling so once. */
  private static final class Samples implements SampleSource {
    private final CalibrationSet set;
    private final Consumer<Finding> findings;
    private final NavigableMap<Integer, BadDataException> bad = new ConcurrentSkipListMap<>();

    Samples(CalibrationSet set, Consumer<Finding> findings) {
      this.set = set;
      this.findings = findings;
    }

    @Override
    public int size() {
      return set.size();
    }

    @Override
    public String name(int index) {
      return set.file(index).toString();
    }

    @Override
    public String name(int index, String input) {
      return set.file(index, input).toString();
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      try {
        return Optional.of(set.load(index).inputs());
      } catch (BadDataException e) {
        if (bad.put(index, e) == null) {
          tell(e);
        }
        if (bad.size() == set.size()) {
          throw noneUsable(bad.firstEntry().getValue());
        }
        return Optional.empty();
      }
    }

    private BadDataException noneUsable(BadDataException first) {
      return set.size() == 1
          ? first
          : new BadDataException(
              first.code(),
              first.where(),
              String.format(
                  Locale.ROOT,
                  "none of the %s can be used; of the first: %s",
                  Count.of(set.size(), "sample"),
                  first.getMessage()),
              first.remedy(),
              first);
    }

    private synchronized void tell(BadDataException e) {
      findings.accept(Finding.warning(e.code(), e.where(), "not used: " + e.getMessage()));
    }
  }
}
