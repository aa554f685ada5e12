package io.plumbline.pipeline.verification;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.input.DevicePicture;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.verify.compare.RealValues;
import io.plumbline.verify.compare.TensorSummary;
import io.plumbline.verify.compare.TensorTally;
import io.plumbline.verify.compare.Tolerance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Folders of dumped tensors as Pulsar's simulation writes them: {@code input/} holds what the
 * target is fed, pictures as the bytes that a device hands over, one folder each what the models
 * make of it, every tensor as {@code .npy} and {@code .bin}. Folders are compared file by file:
 * numbers within a tolerance where they are real, equal where they are integers.
 */
public final class GroundTruth {
  private static final String INPUT = "input";
  private static final String NAMES = "filename.txt";

  private final VerificationRequest request;
  private final List<Finding> findings = new ArrayList<>();

  private GroundTruth(VerificationRequest request) {
    this.request = request;
  }

  /**
   * Runs the models of a request on its first sample and writes what they are fed and make.
   *
   * @param folder made if absent
   * @return the files
   */
  public static List<Path> write(VerificationRequest request, Path folder) {
    List<VerifiedModel> models = new ArrayList<>();
    try {
      List<Finding> ignored = new ArrayList<>();
      open(request, models, ignored::add);
      List<SampleSource> samples = ModelSamples.open(models, request.data(), ignored::add);
      return write(models, samples, folder);
    } finally {
      models.forEach(VerifiedModel::close);
    }
  }

  private static void open(
      VerificationRequest request, List<VerifiedModel> models, Consumer<Finding> findings) {
    for (ModelFiles files : request.models()) {
      models.add(
          VerifiedModel.open(
              String.valueOf(files.model().getFileName()),
              files,
              request.executor(),
              request.threads(),
              findings));
    }
    VerifiedModel.requireAsked(models, request.executor());
  }

  private static List<Path> write(
      List<VerifiedModel> models, List<SampleSource> samples, Path folder) {
    List<Path> written = new ArrayList<>();
    List<String> folders = folders(models);
    for (int index = 0; index < models.size(); index++) {
      VerifiedModel model = models.get(index);
      Map<String, Tensor> sample =
          samples.get(index).load(0).orElseThrow(() -> unusable(model.name()));
      if (index == models.size() - 1) {
        written.addAll(GroundTruthFolder.write(folder.resolve(INPUT), fed(model, sample)));
        Path names = folder.resolve(INPUT).resolve(NAMES);
        AtomicFile.write(names, samples.get(index).name(0) + "\n");
        written.add(names);
      }
      written.addAll(
          GroundTruthFolder.write(
              folder.resolve(folders.get(index)), model.engine().run(sample, RunOptions.DEFAULT)));
    }
    return written;
  }

  private static SequencedMap<String, Tensor> fed(VerifiedModel model, Map<String, Tensor> sample) {
    SequencedMap<String, PictureInput> pictures = model.engine().pictures();
    SequencedMap<String, Tensor> fed = new LinkedHashMap<>();
    sample.forEach(
        (name, tensor) -> {
          PictureInput picture = pictures.get(name);
          fed.put(name, picture == null ? tensor : DevicePicture.packed(picture, tensor));
        });
    return fed;
  }

  private static BadDataException unusable(String where) {
    return new BadDataException(
        "data.no-samples",
        where,
        "the first sample cannot be used",
        "see to the data or the preprocessing");
  }

  /** {@code onnx} and {@code joint} for a float model and an integer program; names otherwise. */
  private static List<String> folders(List<VerifiedModel> models) {
    if (models.size() == 2 && !models.getFirst().integer() && models.getLast().integer()) {
      return List.of("onnx", "joint");
    }
    List<String> folders = new ArrayList<>();
    for (int index = 0; index < models.size(); index++) {
      folders.add(index + "_" + models.get(index).name());
    }
    return folders;
  }

  /**
   * Holds the outputs of models to dumped tensors.
   *
   * @param folder of what the outputs should be, by their names
   */
  public static Verification compare(VerificationRequest request, Path folder, Progress progress) {
    return new GroundTruth(request).models(GroundTruthFolder.of(folder), progress);
  }

  private Verification models(GroundTruthFolder expected, Progress progress) {
    List<VerifiedModel> models = new ArrayList<>();
    try {
      open(request, models, findings::add);
      progress.stage("verify");
      List<SampleSource> samples = ModelSamples.open(models, request.data(), findings::add);
      List<VerifiedPair> pairs = new ArrayList<>();
      for (int index = 0; index < models.size(); index++) {
        VerifiedModel model = models.get(index);
        Map<String, Tensor> sample =
            samples.get(index).load(0).orElseThrow(() -> unusable(expected.folder().toString()));
        SequencedMap<String, Tensor> outputs = model.engine().run(sample, RunOptions.DEFAULT);
        pairs.add(pair(model, outputs, expected));
      }
      return result(expected, pairs);
    } finally {
      models.forEach(VerifiedModel::close);
    }
  }

  private VerifiedPair pair(
      VerifiedModel model, SequencedMap<String, Tensor> outputs, GroundTruthFolder expected) {
    List<TensorSummary> summaries = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    outputs.forEach(
        (output, actual) -> {
          Optional<String> file = expected.fileOf(output);
          if (file.isEmpty()) {
            absent.add(output);
          } else {
            Tensor wanted = expected.read(file.get(), actual.dtype(), actual.shape());
            summaries.add(summary(output, wanted, actual));
          }
        });
    return new VerifiedPair(
        model.name(), limits(), request.measures(), summaries, List.of(), absent);
  }

  /** Compares two folders, of equal numbers where types differ. */
  public static Verification compare(Path expected, Path actual, Limits limits) {
    VerificationRequest request =
        new VerificationRequest(
            List.of(),
            new VerificationData.Random(0, 1),
            limits,
            List.of(),
            false,
            1,
            Optional.empty(),
            1);
    return new GroundTruth(request)
        .folders(GroundTruthFolder.of(expected), GroundTruthFolder.of(actual));
  }

  private Verification folders(GroundTruthFolder expected, GroundTruthFolder actual) {
    List<TensorSummary> summaries = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    SequencedSet<String> names = new TreeSet<>(expected.files().keySet());
    names.addAll(actual.files().keySet());
    for (String name : names) {
      if (expected.files().containsKey(name) && actual.files().containsKey(name)) {
        summaries.add(files(name, expected, actual));
      } else {
        absent.add(name);
      }
    }
    return result(
        expected,
        List.of(
            new VerifiedPair(
                actual.folder().toString(), limits(), List.of(), summaries, List.of(), absent)));
  }

  private TensorSummary files(String name, GroundTruthFolder expected, GroundTruthFolder actual) {
    if (expected.isTyped(name)) {
      Tensor wanted = expected.read(name, DType.FLOAT32, Shape.of());
      return summary(name, wanted, actual.read(name, wanted.dtype(), wanted.shape()));
    }
    if (actual.isTyped(name)) {
      Tensor found = actual.read(name, DType.FLOAT32, Shape.of());
      return summary(name, expected.read(name, found.dtype(), found.shape()), found);
    }
    return untyped(name, expected, actual);
  }

  /** As float32; as bytes where that gives NaN, or the size is none of float32. */
  private TensorSummary untyped(String name, GroundTruthFolder expected, GroundTruthFolder actual) {
    long bytes = expected.bytes(name);
    if (bytes % Float.BYTES == 0) {
      Tensor wanted = raw(expected, name, DType.FLOAT32);
      Tensor found = raw(actual, name, DType.FLOAT32);
      TensorSummary summary = summary(name, wanted, found);
      if (summary.strict().notNumbers() == 0) {
        return summary;
      }
    }
    return summary(name, raw(expected, name, DType.UINT8), raw(actual, name, DType.UINT8));
  }

  private static Tensor raw(GroundTruthFolder folder, String name, DType dtype) {
    return folder.read(name, dtype, Shape.of(folder.bytes(name) / dtype.bytes()));
  }

  private TensorSummary summary(String name, Tensor expected, Tensor actual) {
    warnOfLooseTolerance(name, expected);
    TensorTally tally = new TensorTally(name, VerificationRequest.MEASURES, limits().tolerance());
    tally.add(name, RealValues.of(expected), RealValues.of(actual));
    return tally.summary();
  }

  /** A tolerance that is larger than all numbers finds nothing. */
  private void warnOfLooseTolerance(String name, Tensor expected) {
    double largest = 0;
    for (long index = 0; index < expected.elements(); index++) {
      largest = Math.max(largest, Math.abs(expected.getDouble(index)));
    }
    Tolerance tolerance = limits().tolerance();
    if (largest > 0 && expected.dtype().isFloat() && tolerance.absolute() >= largest) {
      findings.add(
          Finding.warning(
              "verify.loose-tolerance",
              name,
              String.format(
                  Locale.ROOT,
                  "the absolute tolerance of %s is not below the largest number, %.6g: no"
                      + " comparison can fail; are --atol and --rtol exchanged?",
                  tolerance.absolute(),
                  largest)));
    }
  }

  private Limits limits() {
    return request.limits().forDumps();
  }

  private Verification result(GroundTruthFolder expected, List<VerifiedPair> pairs) {
    return new Verification(
        expected.folder().toString(), List.of(), 1, Optional.empty(), pairs, findings);
  }
}
