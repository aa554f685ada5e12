package io.plumbline.data.sample;

import io.plumbline.data.input.TrainingPicture;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Samples for every input of a model, one folder an input, in the order of file names. Beside the
 * folders of others, an input may have one file, which every sample takes. Files are read when
 * asked for, never kept.
 */
public final class CalibrationSet {
  /**
   * Where the tensors of one input come from.
   *
   * @param input what the files hold: for pictures, what the network was trained on
   * @param picture what the device makes of it, for picture inputs
   */
  public record Source(
      InputSpec input, Path folder, FileFormat format, Optional<PictureInput> picture) {
    /** Samples that are fed as they are. */
    public Source(InputSpec input, Path folder, FileFormat format) {
      this(input, folder, format, Optional.empty());
    }

    /** What the file holds. */
    private Tensor read(Path file) {
      Tensor tensor = format.read(file, input.dtype());
      if (picture.isPresent() && tensor.dtype() == DType.UINT8) {
        tensor = Tensor.of(tensor.shape(), tensor.toFloats());
      }
      return input.fit(tensor, file.toString());
    }

    /** What the model takes of it. */
    private Tensor feed(Tensor read, Path file) {
      return picture
          .map(device -> TrainingPicture.intermediate(read, device, file.toString()))
          .orElse(read);
    }
  }

  /** Sees every sample as its files hold it, before it becomes what a device hands over. */
  public interface Observer {
    /** Called by several threads, and for a sample as often as it is loaded. */
    void sample(int index, String name, SequencedMap<String, Tensor> tensors);
  }

  private final List<Source> sources;
  private final List<DataFolder> folders;
  private final int size;
  private final Observer observer;

  private CalibrationSet(
      List<Source> sources, List<DataFolder> folders, int size, Observer observer) {
    this.sources = sources;
    this.folders = folders;
    this.size = size;
    this.observer = observer;
  }

  /**
   * Lists the folders.
   *
   * @param sources one for each model input
   * @throws BadDataException when a folder is missing or empty, or two hold different numbers of
   *     files
   */
  public static CalibrationSet open(List<Source> sources) {
    boolean several = sources.stream().anyMatch(source -> !isFile(source));
    List<DataFolder> listed =
        sources.stream()
            .map(
                source ->
                    several && isFile(source)
                        ? DataFolder.of(source.folder())
                        : DataFolder.list(source.folder(), source.format()))
            .toList();
    DataFolder first = listed.stream().filter(each -> !each.isOneFile()).findFirst().orElseThrow();
    int size = first.files().size();
    List<DataFolder> folders = new ArrayList<>();
    for (DataFolder folder : listed) {
      if (!folder.isOneFile() && folder.files().size() != size) {
        throw unequal(folder, first, size);
      }
      folders.add(folder.isOneFile() ? folder.repeated(size) : folder);
    }
    return new CalibrationSet(
        List.copyOf(sources), List.copyOf(folders), size, (index, name, tensors) -> {});
  }

  private static boolean isFile(Source source) {
    return DataArchive.isSingleFile(source.folder());
  }

  private static BadDataException unequal(DataFolder folder, DataFolder first, int size) {
    return new BadDataException(
        "data.unequal-folders",
        folder.folder().toString(),
        "expected %s as in %s, found %d"
            .formatted(Count.of(size, "file"), first.folder(), folder.files().size()),
        "give every input the same number of files; those at the same place in the order of names"
            + " belong together; an input that is the same for all samples takes one file instead"
            + " of a folder");
  }

  /** The same set without what comes after its first samples. */
  public CalibrationSet limit(int samples) {
    return new CalibrationSet(sources, folders, Math.min(size, samples), observer);
  }

  /** The same set, showing every sample that is loaded to somebody. */
  public CalibrationSet observed(Observer other) {
    return new CalibrationSet(sources, folders, size, other);
  }

  /** How many samples there are, good or bad. */
  public int size() {
    return size;
  }

  /** The file a sample comes from; of the first input with a folder when there are several. */
  public Path file(int index) {
    return folders.stream()
        .filter(folder -> !folder.isOneFile())
        .findFirst()
        .orElseThrow()
        .files()
        .get(index);
  }

  /** The file that holds one input of a sample. */
  public Path file(int index, String input) {
    return file(
        sources.stream().map(source -> source.input().name()).toList().indexOf(input), index);
  }

  /** What listing the folders found. */
  public List<Finding> findings() {
    return folders.stream().flatMap(folder -> folder.findings().stream()).toList();
  }

  /**
   * Reads one sample.
   *
   * @throws BadDataException when a file is damaged or does not fit its input
   */
  public Sample load(int index) {
    SequencedMap<String, Tensor> held = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      held.put(source.input().name(), source.read(file(i, index)));
    }
    String name = DataFolder.name(file(index));
    observer.sample(index, name, held);
    SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      String input = source.input().name();
      inputs.put(input, source.feed(Objects.requireNonNull(held.get(input)), file(i, index)));
    }
    return new Sample(name, inputs);
  }

  private Path file(int input, int index) {
    return folders.get(input).files().get(index);
  }

  /** Reads all samples in order, passing over bad ones. */
  public SampleStream<Sample> stream(int threads) {
    return new SampleStream<>(size, this::load, threads);
  }

  /** All good samples at once, for small sets. */
  public List<Sample> loadAll(int threads) {
    List<Sample> samples = new ArrayList<>();
    try (SampleStream<Sample> stream = stream(threads)) {
      stream.forEachRemaining(samples::add);
    }
    return samples;
  }
}
