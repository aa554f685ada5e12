package io.plumbline.pipeline.verification;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.pipeline.Inference;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.ModelPreprocess;
import io.plumbline.pipeline.samples.PictureBatch;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The same samples as each of several models takes them: a picture becomes what a device hands over
 * where a model takes that, and what the network was trained on elsewhere. Inputs of models that
 * name them differently belong together by their order.
 */
public final class ModelSamples {
  private final List<VerifiedModel> models;
  private final Consumer<Finding> findings;

  private ModelSamples(List<VerifiedModel> models, Consumer<Finding> findings) {
    this.models = models;
    this.findings = findings;
  }

  /**
   * Opens samples for all models; those at one index are the same sample.
   *
   * @throws BadConfigurationException when files do not fit the inputs of a model
   */
  public static List<SampleSource> open(
      List<VerifiedModel> models, VerificationData data, Consumer<Finding> findings) {
    return new ModelSamples(models, findings).open(data);
  }

  private List<SampleSource> open(VerificationData data) {
    models.forEach(this::requireInputs);
    return switch (data) {
      case VerificationData.Random random -> {
        warnOfMixedInputs(new ModelPreprocess(Optional.empty(), Optional.empty()));
        yield RandomSamples.open(models.stream().map(VerifiedModel::engine).toList(), random);
      }
      case VerificationData.Files files -> {
        warnOfMixedInputs(files.preparation());
        yield models.stream().map(model -> files(model, files)).toList();
      }
    };
  }

  private void requireInputs(VerifiedModel model) {
    Engine first = models.getFirst().engine();
    requireSame(
        model,
        "has " + Count.of(model.engine().inputs().size(), "input"),
        "has " + Count.of(first.inputs().size(), "input"),
        "compare models that take the same inputs");
    requireSame(
        model,
        "takes %s at a time"
            .formatted(Count.of(PictureBatch.of(model.engine().inputs()), "sample")),
        "takes %s at a time".formatted(Count.of(PictureBatch.of(first.inputs()), "sample")),
        "compile without a batch, and compare that: the program of a batch gives the same bits for"
            + " each of its samples");
  }

  private void requireSame(VerifiedModel model, String found, String expected, String remedy) {
    if (!found.equals(expected)) {
      throw new BadConfigurationException(
          "verify.inputs",
          model.name(),
          "the model %s, %s %s".formatted(found, models.getFirst().name(), expected),
          remedy);
    }
  }

  private void warnOfMixedInputs(ModelPreprocess preparation) {
    SequencedMap<String, Engine> engines = new LinkedHashMap<>();
    models.forEach(model -> engines.put(model.name(), model.engine()));
    preparation.mixed(engines).ifPresent(findings);
  }

  private SampleSource files(VerifiedModel model, VerificationData.Files files) {
    Engine engine = model.engine();
    Optional<Preprocess> preprocess = files.preparation().of(engine);
    List<Path> ordered = ordered(model, files.inputs());
    FolderData data = new FolderData(ordered, List.of(), preprocess, List.of(), false);
    if (ordered.stream().anyMatch(Files::isDirectory)) {
      return data.open(engine.inputs(), engine.pictures(), findings);
    }
    return new OneSample(engine, ordered, data);
  }

  /** Paths in the order of a model's inputs. */
  private List<Path> ordered(VerifiedModel model, List<GivenInput> given) {
    List<Path> pictures = given.stream().map(GivenInput::path).toList();
    boolean unnamed = given.stream().allMatch(each -> each.input().isEmpty());
    if (unnamed && PictureBatch.fits(pictures, model.engine().inputs())) {
      return pictures;
    }
    List<String> names = names(model);
    List<String> others = names(models.getFirst());
    if (given.size() != names.size()) {
      throw new BadConfigurationException(
          "verify.inputs",
          "-i",
          String.format(
              Locale.ROOT,
              "%s for the %s of %s: %s",
              Count.of(given.size(), "file"),
              Count.of(names.size(), "input"),
              model.name(),
              names),
          "give one file or folder for each input, separated by ','");
    }
    List<Path> ordered = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      String own = names.get(index);
      String other = others.get(index);
      int position = index;
      ordered.add(
          given.stream()
              .filter(each -> each.input().filter(own::equals).isPresent())
              .findFirst()
              .or(
                  () ->
                      given.stream()
                          .filter(each -> each.input().filter(other::equals).isPresent())
                          .findFirst())
              .or(() -> Optional.of(given.get(position)).filter(each -> each.input().isEmpty()))
              .orElseThrow(() -> unnamed(own, given))
              .path());
    }
    return ordered;
  }

  private static BadConfigurationException unnamed(String input, List<GivenInput> given) {
    return new BadConfigurationException(
        "verify.inputs",
        "-i",
        "nothing is given for input '%s'; given: %s"
            .formatted(
                input,
                given.stream()
                    .map(each -> each.input().orElse("?"))
                    .collect(Collectors.joining(", "))),
        "name every input as NAME:FILE, or none");
  }

  private static List<String> names(VerifiedModel model) {
    return model.engine().inputs().stream().map(Port::name).toList();
  }

  /** The files themselves as the only sample. */
  private record OneSample(Engine engine, List<Path> files, FolderData data)
      implements SampleSource {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public String name(int index) {
      return files.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      return Optional.of(Inference.sample(engine, files, data));
    }
  }
}
