package io.plumbline.pipeline.verification.ladder;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.record.CompiledFiles;
import io.plumbline.pipeline.record.Fingerprint;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.pipeline.verification.ModelSamples;
import io.plumbline.pipeline.verification.VerificationData;
import io.plumbline.pipeline.verification.VerifiedModel;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.PlumblineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Opens the stages of a compilation that are there, and samples for each of them. */
final class StageOpening implements AutoCloseable {
  private static final int RANDOM_SAMPLES = 4;
  private static final long SEED = 1;

  private final LadderRequest request;
  private final CompiledFiles recorded;
  private final List<Finding> findings;
  private final List<VerifiedModel> models = new ArrayList<>();
  private final List<OpenedStage> stages = new ArrayList<>();
  private final List<Rung> unusable = new ArrayList<>();

  StageOpening(LadderRequest request, CompiledFiles recorded, List<Finding> findings) {
    this.request = request;
    this.recorded = recorded;
    this.findings = findings;
  }

  /** Stages that can be run, in order. */
  List<OpenedStage> stages() {
    return stages;
  }

  /** Stages that cannot. */
  List<Rung> unusable() {
    return unusable;
  }

  /** Opens all stages. */
  void open() {
    List<OpenedStage> artefacts = new ArrayList<>();
    for (LadderStage stage : LadderStage.values()) {
      stage
          .artifact()
          .flatMap(artifact -> artefact(stage, artifact, artefacts))
          .ifPresent(artefacts::add);
    }
    given(artefacts);
    stages.addAll(artefacts);
    request.module().ifPresent(this::modules);
  }

  /** The module here, and on its device. Who asks for them is told why they cannot run. */
  private void modules(ModelFiles files) {
    stages.add(module(LadderStage.MODULE, files.here()));
    if (files.device().isPresent()) {
      stages.add(module(LadderStage.DEVICE, files));
    }
  }

  private OpenedStage module(LadderStage stage, ModelFiles files) {
    if (!Plumbline.isProgram(files)) {
      throw otherModule(files, "is a float or fake-quantized model");
    }
    VerifiedModel model = model(stage, files);
    Optional<String> other =
        stages.stream()
            .filter(before -> before.stage().artifact().isPresent())
            .findFirst()
            .flatMap(first -> misfit(first, model));
    if (other.isPresent()) {
      throw otherModule(files, other.get());
    }
    StageFile.State found =
        state(files.model(), Optional.ofNullable(recorded.hashes().get(Artifact.MODULE.label())));
    // A module that was built again has other bytes and the same program.
    StageFile.State told = found == StageFile.State.REPLACED ? StageFile.State.UNRECORDED : found;
    return new OpenedStage(
        stage, new StageFile(Path.of(files.spelling()), told, ""), model, samples(model));
  }

  private static BadConfigurationException otherModule(ModelFiles files, String why) {
    return new BadConfigurationException(
        "verify.other-module",
        files.spelling(),
        why,
        "name the module of the compilation that --ladder names");
  }

  private Optional<OpenedStage> artefact(
      LadderStage stage, Artifact artifact, List<OpenedStage> before) {
    Path path = request.compiled().file(artifact);
    StageFile.State state =
        state(path, Optional.ofNullable(recorded.hashes().get(artifact.label())));
    try {
      VerifiedModel model = model(stage, ModelFiles.of(path));
      Optional<String> other = before.stream().findFirst().flatMap(first -> misfit(first, model));
      if (other.isPresent()) {
        leaveOut(stage, new StageFile(path, state, other.get()));
        return Optional.empty();
      }
      return Optional.of(
          new OpenedStage(stage, new StageFile(path, state, ""), model, samples(model)));
    } catch (PlumblineException e) {
      cannotRun(stage, path, state, e);
      return Optional.empty();
    }
  }

  /** Why a stage does not take the samples of the first one, such as a larger batch. */
  private static Optional<String> misfit(OpenedStage first, VerifiedModel model) {
    List<Port> expected = first.model().engine().inputs();
    List<Port> found = model.engine().inputs();
    boolean fits = expected.size() == found.size();
    for (int index = 0; fits && index < found.size(); index++) {
      fits = expected.get(index).dims().equals(found.get(index).dims());
    }
    return fits
        ? Optional.empty()
        : Optional.of(
            "it takes %s, and the stages before it %s: a batch or separate inputs are held to single samples by 'compile'"
                .formatted(found, expected));
  }

  private static StageFile.State state(Path path, Optional<String> hash) {
    if (!Files.exists(path)) {
      return StageFile.State.ABSENT;
    }
    if (hash.isEmpty()) {
      return StageFile.State.UNRECORDED;
    }
    return hash.get().equals(Fingerprint.ofFile(path))
        ? StageFile.State.INTACT
        : StageFile.State.REPLACED;
  }

  private void cannotRun(
      LadderStage stage, Path path, StageFile.State state, PlumblineException reason) {
    StageFile.State said = state == StageFile.State.ABSENT ? state : StageFile.State.DAMAGED;
    String why = String.valueOf(reason.getMessage());
    boolean elsewhere = !reason.where().contains(path.toString());
    leaveOut(
        stage,
        new StageFile(path, said, elsewhere ? "%s: %s".formatted(reason.where(), why) : why));
  }

  private void leaveOut(LadderStage stage, StageFile file) {
    unusable.add(
        new Rung(
            stage, file, Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of()));
  }

  private VerifiedModel model(LadderStage stage, ModelFiles files) {
    VerifiedModel model =
        VerifiedModel.open(
            stage.label(), files, Optional.empty(), request.threads(), this::heardOnce);
    models.add(model);
    return model;
  }

  private SampleSource samples(VerifiedModel model) {
    return request
        .data()
        .or(() -> isRandom() ? Optional.of(random()) : Optional.empty())
        .map(data -> ModelSamples.open(List.of(model), data, findings::add).getFirst())
        .orElseGet(
            () ->
                compiled()
                    .calibration()
                    .open(model.engine().inputs(), model.engine().pictures(), this::heardOnce));
  }

  /** Every stage reads the same files. */
  private void heardOnce(Finding finding) {
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }

  private CompileRequest compiled() {
    return request.compiled();
  }

  private boolean isRandom() {
    return compiled().calibration() instanceof RandomData;
  }

  private static VerificationData random() {
    return new VerificationData.Random(SEED, RANDOM_SAMPLES);
  }

  /** The model that was compiled, as configured, and on its own preprocessing if that is known. */
  private void given(List<OpenedStage> artefacts) {
    ModelFiles files = compiled().files();
    StageFile.State state = state(files.model(), recorded.model());
    StageFile file = new StageFile(files.model(), state, "");
    try {
      VerifiedModel model = model(LadderStage.CONFIGURED, files);
      trained(model)
          .ifPresent(own -> stages.add(new OpenedStage(LadderStage.GIVEN, file, model, own)));
      configured(model, artefacts)
          .ifPresent(
              samples -> stages.add(new OpenedStage(LadderStage.CONFIGURED, file, model, samples)));
    } catch (PlumblineException e) {
      cannotRun(LadderStage.CONFIGURED, files.model(), state, e);
    }
  }

  /** Samples by the user's own word. */
  private Optional<SampleSource> trained(VerifiedModel model) {
    if (request.floatPreprocess().isEmpty()) {
      return Optional.empty();
    }
    if (request.data().isPresent()) {
      return request.data().get() instanceof VerificationData.Files given
          ? Optional.of(
              ModelSamples.open(
                      List.of(model),
                      new VerificationData.Files(
                          given.inputs(), request.floatPreprocess(), Optional.empty()),
                      findings::add)
                  .getFirst())
          : Optional.empty();
    }
    return compiled().calibration() instanceof FolderData folders
        ? Optional.of(
            folders
                .withPreprocess(request.floatPreprocess().get())
                .open(model.engine().inputs(), model.engine().pictures(), this::heardOnce))
        : Optional.empty();
  }

  /** Samples as the stages take them, as the network behind their first nodes gets them. */
  private Optional<SampleSource> configured(VerifiedModel model, List<OpenedStage> artefacts) {
    List<String> inputs = model.engine().inputs().stream().map(Port::name).toList();
    SequencedMap<String, InputPreparation> preparations =
        compiled().ports().named(inputs).pictures();
    if (preparations.isEmpty()) {
      return Optional.of(samples(model));
    }
    return artefacts.stream()
        .filter(stage -> stage.model().engine().pictures().keySet().equals(preparations.keySet()))
        .findFirst()
        .map(stage -> new ConfiguredPixels(stage.samples(), preparations));
  }

  @Override
  public void close() {
    models.forEach(VerifiedModel::close);
  }
}
