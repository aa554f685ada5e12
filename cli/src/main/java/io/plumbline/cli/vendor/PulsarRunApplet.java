package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.verification.GivenInput;
import io.plumbline.pipeline.verification.GroundTruth;
import io.plumbline.pipeline.verification.Limits;
import io.plumbline.pipeline.verification.Verification;
import io.plumbline.pipeline.verification.VerificationData;
import io.plumbline.pipeline.verification.VerificationMode;
import io.plumbline.pipeline.verification.VerificationRequest;
import io.plumbline.pipeline.verification.VerifiedPair;
import io.plumbline.pipeline.verification.Verifier;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.TensorSummary;
import io.plumbline.verify.compare.Tolerance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pulsar run}: models on the same sample, and how near they come to the first. */
@Command(name = "run", description = "AXera's simulator, done as 'plumb verify' does.")
final class PulsarRunApplet extends Applet {
  private static final long SEED = 1;

  @Parameters(arity = "1..*", paramLabel = "MODEL", description = "The reference first.")
  private List<Path> models;

  @Option(
      names = "--input",
      arity = "1..*",
      split = ";",
      description = "A file for each input; random numbers if not given.")
  private List<String> inputs = List.of();

  @Option(names = "--layer", arity = "1..*", description = "Names of the inputs, as --input.")
  private List<String> names = List.of();

  @Option(names = "--output_gt", description = "Write what the models are fed and make.")
  private @Nullable Path truth;

  @Option(
      names = "--config",
      description = "The configuration that pulsar build wrote: the reference is fed as it says.")
  private @Nullable Path config;

  PulsarRunApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(ForeignFlag.told("float models run in ONNX Runtime", "--use_onnx_ir").bare());
  }

  @Override
  int work(Console console) {
    if (inputs.stream().anyMatch(file -> file.endsWith(".json"))) {
      throw refused("--input", "lists in JSON are not read; name the files");
    }
    if (!names.isEmpty() && names.size() != inputs.size()) {
      throw usage("--layer and --input have not as many words", "name a file for each input");
    }
    requireFolder("--output_gt", truth);
    List<Path> compared = compared();
    Optional<Path> preprocess = PictureFiles.prepare(console, compared.getLast(), inputs);
    tellSame(console, words(compared, preprocess));
    VerificationRequest request = request(compared, preprocess);
    ConsoleProgress progress = new ConsoleProgress(console);
    Verification verification = verified(request, progress, words(compared, preprocess));
    progress.finish();
    verification.pairs().forEach(pair -> requireSameOutputs(pair, verification));
    verification.pairs().forEach(pair -> tell(console, pair));
    console.findings(verification.findings());
    Comparison.tellMixed(console, verification, words(compared, preprocess));
    boolean mixed =
        verification.findings().stream()
            .anyMatch(finding -> finding.code().equals("verify.mixed-inputs"));
    if (mixed && config == null) {
      console.note("note: --config of what pulsar build wrote feeds both models the same pixels");
    }
    if (inputs.isEmpty()) {
      Comparison.tellRandom(console, "--input");
    }
    if (truth != null) {
      GroundTruth.write(request, truth).forEach(file -> console.note("wrote " + file));
    }
    return ExitStatus.OK;
  }

  private Verification verified(
      VerificationRequest request, ConsoleProgress progress, List<String> words) {
    try {
      return Verifier.verify(request, progress);
    } catch (BadConfigurationException e) {
      if (names.isEmpty() || !e.where().equals("-i")) {
        throw e.where().equals("-i") ? e.at("--input") : PictureFiles.told(e, words);
      }
      throw new BadConfigurationException(
          e.code(),
          "--layer",
          String.valueOf(e.getMessage()),
          "name every input of the models, in the order of the files of --input, or leave --layer"
              + " out",
          e);
    }
  }

  /** A module says no more of what it was compiled from than its outputs do. */
  private void requireSameOutputs(VerifiedPair pair, Verification verification) {
    List<String> others = new ArrayList<>();
    pair.absent().forEach(output -> others.add("it has no output '%s'".formatted(output)));
    verification.findings().stream()
        .filter(finding -> finding.code().equals("verify.other-outputs"))
        .filter(finding -> finding.where().equals(pair.model()))
        .forEach(finding -> others.add(finding.message()));
    pair.outputs().stream()
        .filter(output -> output.figure(Measure.COSINE).isEmpty())
        .forEach(
            output -> others.add("its output '%s' has another size".formatted(output.tensor())));
    if (!others.isEmpty()) {
      throw usage(
          "%s was not compiled from %s: %s"
              .formatted(pair.model(), models.getFirst(), String.join("; ", others)),
          "name the model that it was compiled from; 'plumb verify' compares any two");
    }
  }

  private void tell(Console console, VerifiedPair pair) {
    console.say(
        "%s%s against %s"
            .formatted(models.getFirst(), config == null ? "" : " (with conf)", pair.model()));
    console.say("Score compare table:");
    for (TensorSummary output : pair.outputs()) {
      console.say(
          String.format(
              Locale.ROOT,
              "Layer: %s   2-norm RE: %.2f%%   cosine-sim: %.4f",
              output.tensor(),
              100 * worst(output, Measure.RELATIVE_ERROR),
              worst(output, Measure.COSINE)));
    }
  }

  private static double worst(TensorSummary output, Measure measure) {
    return output.figure(measure).map(TensorSummary.Figure::worst).orElse(Double.NaN);
  }

  private List<Path> compared() {
    List<Path> compared = new ArrayList<>(models.stream().map(VendorFile::own).toList());
    if (config != null) {
      compared.set(0, new PulsarCompilation(config).reference(this, compared));
    }
    return compared;
  }

  /** The command line of this program that compares the same. */
  private List<String> words(List<Path> compared, Optional<Path> preprocess) {
    List<String> words = new ArrayList<>(List.of("verify", "-m"));
    words.add(compared.stream().map(Path::toString).collect(Collectors.joining(",")));
    words.addAll(List.of("--mode", VerificationMode.SIMILARITY.name()));
    if (!inputs.isEmpty()) {
      words.add("-i");
      words.add(
          IntStream.range(0, inputs.size())
              .mapToObj(i -> (names.isEmpty() ? "" : names.get(i) + ":") + inputs.get(i))
              .collect(Collectors.joining(",")));
    }
    preprocess.ifPresent(file -> words.addAll(List.of("--preprocess", file.toString())));
    if (truth != null) {
      words.addAll(List.of("--output-gt", truth.toString()));
    }
    return words;
  }

  private VerificationRequest request(List<Path> compared, Optional<Path> preprocess) {
    VerificationData data =
        inputs.isEmpty()
            ? new VerificationData.Random(SEED, 1)
            : new VerificationData.Files(
                given(), preprocess.map(PreprocessFile::read), Optional.empty());
    return new VerificationRequest(
        compared.stream().map(ModelFiles::of).toList(),
        data,
        new Limits(
            Optional.of(VerificationMode.SIMILARITY),
            Tolerance.DEFAULT,
            Map.of(),
            OptionalDouble.empty()),
        List.of(),
        false,
        Integer.MAX_VALUE,
        Optional.empty(),
        1);
  }

  private List<GivenInput> given() {
    List<GivenInput> given = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      given.add(
          names.isEmpty()
              ? GivenInput.parse(inputs.get(i))
              : new GivenInput(Optional.of(names.get(i)), Path.of(inputs.get(i))));
    }
    return given;
  }
}
