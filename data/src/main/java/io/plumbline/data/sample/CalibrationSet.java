package io.plumbline.data.sample;

import io.plumbline.data.input.TrainingPicture;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Samples for every input of a model, one folder an input, in the order of file names. Files are
 * read when asked for, never kept.
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

    private Tensor read(Path file) {
      Tensor tensor = format.read(file, input.dtype());
      if (picture.isPresent() && tensor.dtype() == DType.UINT8) {
        tensor = Tensor.of(tensor.shape(), tensor.toFloats());
      }
      Tensor fitting = input.fit(tensor, file.toString());
      return picture
          .map(device -> TrainingPicture.intermediate(fitting, device, file.toString()))
          .orElse(fitting);
    }
  }

  private final List<Source> sources;
  private final List<DataFolder> folders;
  private final int size;

  private CalibrationSet(List<Source> sources, List<DataFolder> folders, int size) {
    this.sources = sources;
    this.folders = folders;
    this.size = size;
  }

  /**
   * Lists the folders.
   *
   * @param sources one for each model input
   * @throws BadDataException when a folder is missing or empty, or two hold different numbers of
   *     files
   */
  public static CalibrationSet open(List<Source> sources) {
    List<DataFolder> folders =
        sources.stream().map(source -> DataFolder.list(source.folder(), source.format())).toList();
    int size = folders.getFirst().files().size();
    for (DataFolder folder : folders) {
      if (folder.files().size() != size) {
        throw new BadDataException(
            "data.unequal-folders",
            folder.folder().toString(),
            "expected %d files as in %s, found %d"
                .formatted(size, folders.getFirst().folder(), folder.files().size()),
            "give every input the same number of files; those at the same place in the order of"
                + " names belong together");
      }
    }
    return new CalibrationSet(List.copyOf(sources), folders, size);
  }

  /** The same set without what comes after its first samples. */
  public CalibrationSet limit(int samples) {
    return new CalibrationSet(sources, folders, Math.min(size, samples));
  }

  /** How many samples there are, good or bad. */
  public int size() {
    return size;
  }

  /** The file a sample comes from; of the first input when there are several. */
  public Path file(int index) {
    return folders.getFirst().files().get(index);
  }

  /** What listing the folders found. */
  public List<Finding> findings() {
    return folders.stream().flatMap(folder -> folder.finding().stream()).toList();
  }

  /**
   * Reads one sample.
   *
   * @throws BadDataException when a file is damaged or does not fit its input
   */
  public Sample load(int index) {
    SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      Path file = folders.get(i).files().get(index);
      inputs.put(source.input().name(), source.read(file));
    }
    return new Sample(DataFolder.name(folders.getFirst().files().get(index)), inputs);
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
