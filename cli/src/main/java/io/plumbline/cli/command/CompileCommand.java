package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.horizon.March;
import io.plumbline.config.horizon.ResolvedConfig;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.DataCheck;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.WeightBits;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.record.Journal;
import io.plumbline.pipeline.record.MissedGate;
import io.plumbline.pipeline.record.StoppedCompilation;
import io.plumbline.pipeline.request.CalibrationData;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.request.Goal;
import io.plumbline.pipeline.request.LastStage;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.pipeline.verification.ErrorMeasurement;
import io.plumbline.pipeline.verification.MeasuredErrors;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plumb compile}: from a float model to an integer one, with every artefact between. */
@Command(
    name = "compile",
    description = "Quantizes a float model and writes every artefact of the way.")
public final class CompileCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private ShapeOption shapes;

  @ArgGroup(exclusive = false, heading = "%nGates; the files are written all the same:%n")
  private GateOptions gates = new GateOptions();

  @Option(
      names = {"-c", "--config"},
      description = "A configuration; 'plumb init -m MODEL' writes one.")
  private @Nullable Path config;

  @Option(
      names = {"-m", "--model"},
      description = "The model, ONNX or Caffe (with --proto), instead of a configuration.")
  private @Nullable Path model;

  @Option(names = "--proto", description = "The prototxt of a .caffemodel.")
  private @Nullable Path prototxt;

  @Option(
      names = "--cal-data-dir",
      paramLabel = "FOLDER[;FOLDER…]",
      hideParamSyntax = true,
      split = ";",
      description = "Folders of calibration samples, one for each input, separated by ';'.")
  private List<Path> calibration = List.of();

  @Option(names = "--preprocess", description = "How pictures become the model's input.")
  private @Nullable Path preprocess;

  @Option(
      names = "--working-dir",
      description =
          "Where the artefacts go; the configuration's working_dir, or the folder model_output, if"
              + " not given.")
  private @Nullable Path folder;

  @Option(
      names = "--prefix",
      description =
          "PREFIX, which every artefact's name starts with; the configuration's, or model, if not"
              + " given.")
  private @Nullable String prefix;

  @Option(
      names = {"--target", "--march"},
      paramLabel = "TARGET",
      description =
          "The target to compile for: a name of 'plumb targets', or the path of a YAML file; the"
              + " configuration's march, or generic-int8, if not given.")
  private @Nullable String march;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description =
          "A PREFIX_plan.json of the same model and target: makes the same models again, without"
              + " calibration samples.")
  private @Nullable Path plan;

  @Option(
      names = "--stop-after",
      paramLabel = "STAGE",
      converter = LastStageLabel.class,
      description =
          "Ends early: after optimise with the float models, after calibrate with the plan and the"
              + " models with fake quantization, after quantize with the integer model. It says how"
              + " to go on from there.")
  private @Nullable LastStage last;

  @Option(
      names = "--effort",
      converter = EffortLabel.class,
      description =
          "How much is done for accuracy: fast, balanced or best; the configuration's, or balanced,"
              + " if not given.")
  private @Nullable Effort effort;

  @Option(
      names = "--target-agreement",
      paramLabel = "PERCENT",
      description =
          "Holds values and weights in 16 bits until the expected share of samples that keep the"
              + " float model's answer, less its standard error, is this: by the noise and the"
              + " distances of the scores on calibration samples that were held out.")
  private @Nullable Double agreement;

  @Option(
      names = "--target-cosine",
      paramLabel = "COSINE",
      description = "Likewise until every output has this cosine to the float one.")
  private @Nullable Double cosine;

  @Option(
      names = "--budget",
      paramLabel = "PERCENT",
      description = "Most multiply-accumulates that may read 16 bits.")
  private @Nullable Double budget;

  @Option(
      names = "--noise-budget",
      description =
          "Measures what every tensor adds to the noise at the outputs, and writes"
              + " PREFIX_noise.json.")
  private boolean noiseBudget;

  @Option(
      names = "--strict",
      description =
          "Look at configuration and samples first; with warnings compile nothing and exit with"
              + " status 1. Exit with status 1 also when a precision or a goal that was asked for"
              + " is not reached.")
  private boolean strict;

  @Option(
      names = "--no-native",
      description = "Leave native code for this machine out of the module, PREFIX.plm.")
  private boolean interpreted;

  @Option(
      names = "--threads",
      converter = ThreadCount.class,
      description = "How many samples are worked on at a time; all cores if not given.")
  private int threads;

  @Override
  public Integer call() {
    Console console = global.console();
    if (config != null && model != null) {
      throw usage("both --config and --model are given", "give one of them");
    }
    if (strict && last != null) {
      throw usage(
          "--strict goes to the end of a compilation, --stop-after not",
          "give one of them; 'plumb check --strict' looks at a configuration alone");
    }
    if (config == null) {
      return told(console, List.of(compile(console, Optional.empty())));
    }
    List<Done> done = new ArrayList<>();
    List<Configuration> parts = Configurations.read(config).parts();
    if (parts.size() > 1 && prefix != null) {
      throw usage(
          "--prefix names one compilation, the configuration has " + Count.of(parts.size(), "task"),
          "leave it out: each task has a prefix of its own");
    }
    for (Configuration part : parts) {
      done.add(compile(console, Optional.of(new ConfigLint(console, part))));
    }
    return told(console, done);
  }

  /**
   * What came of a compilation.
   *
   * @param record for machines
   */
  private record Done(int status, Map<String, Object> record) {}

  /** One object for machines: the compilation, or all of a configuration of several. */
  private static int told(Console console, List<Done> done) {
    console.result(
        done.size() == 1
            ? done.getFirst().record()
            : Map.of("tasks", done.stream().map(Done::record).toList()));
    return done.stream().mapToInt(Done::status).max().orElse(ExitStatus.OK);
  }

  private Done compile(Console console, Optional<ConfigLint> lint) {
    CompileRequest asked = overridden(configured(lint));
    Optional<ErrorMeasurement> measurement =
        lint.flatMap(read -> read.configuration().measurement());
    ConsoleProgress progress = new ConsoleProgress(console);
    Optional<WeightBits> bits = weightBits(asked, lint, progress);
    CompileRequest request = described(bits.map(each -> each.applied(asked)).orElse(asked), lint);
    Journal.requireApart(request, Stream.of(config, preprocess).filter(Objects::nonNull).toList());
    if (strict) {
      Optional<Done> warned = warned(console, lint, request, progress);
      if (warned.isPresent()) {
        return warned.get();
      }
    }
    List<Finding> notes = lint.map(ConfigLint::findings).orElse(List.of());
    if (last != null) {
      if (measurement.isPresent()) {
        throw usage(
            "the configuration has errors measured when all is made, --stop-after ends before",
            "leave dataset_conf_error_measurement out of the configuration");
      }
      StoppedCompilation stopped = Pipeline.compileUntil(last, request, progress);
      progress.finish();
      return new Done(ExitStatus.OK, new CompilationView(console).show(stopped, notes));
    }
    Compilation compilation = Pipeline.compile(request, progress);
    progress.finish();
    lint.ifPresent(read -> read.keepResolved(asked));
    Optional<MeasuredErrors> measured =
        measurement.map(each -> each.measure(compilation, progress));
    progress.finish();
    Map<String, Object> record = new CompilationView(console).show(compilation, measured, notes);
    bits.ifPresent(
        each -> record.put("weight_bits", new WeightBitsView(console).show(each, request)));
    List<MissedGate> missed = MissedGate.of(compilation);
    missed.forEach(gate -> console.note(gates.failure(gate)));
    boolean unmet = strict && missesRequests(compilation);
    if (unmet) {
      console.note("failed: --strict, and what was asked for is not all met");
    }
    boolean failed = !missed.isEmpty() || unmet;
    return new Done(failed ? ExitStatus.FAILED : ExitStatus.OK, record);
  }

  /** Whether a precision or a goal that was asked for is not reached; a plan seeks no goal. */
  private static boolean missesRequests(Compilation compilation) {
    boolean missed =
        compilation.request().plan().isPresent()
            || compilation.mixture().filter(mixture -> !mixture.reached()).isPresent();
    return (missed && compilation.request().goal().hasTarget()) || !compilation.unmet().isEmpty();
  }

  /** What stops a strict compilation before anything is written. */
  private static Optional<Done> warned(
      Console console,
      Optional<ConfigLint> lint,
      CompileRequest request,
      ConsoleProgress progress) {
    List<Finding> findings = new ArrayList<>();
    lint.ifPresent(read -> findings.addAll(read.findings()));
    DataCheck check = DataCheck.of(request, progress);
    progress.finish();
    findings.addAll(check.findings());
    if (check.failure().isEmpty() && Strictness.status(findings) == ExitStatus.OK) {
      return Optional.empty();
    }
    console.findings(check.findings());
    if (check.failure().isPresent()) {
      throw check.failure().get();
    }
    console.note("nothing was compiled: --strict makes warnings fatal");
    return Optional.of(
        new Done(ExitStatus.FAILED, Map.of("findings", FindingRecords.of(findings))));
  }

  /** Which layers take weights of 4 bits, where the configuration asks for a mean of bits. */
  private static Optional<WeightBits> weightBits(
      CompileRequest request, Optional<ConfigLint> lint, ConsoleProgress progress) {
    OptionalDouble mean =
        lint.map(read -> read.configuration().weightBits()).orElse(OptionalDouble.empty());
    return mean.isPresent()
        ? Optional.of(WeightBits.of(request, mean.getAsDouble(), progress))
        : Optional.empty();
  }

  /** The request with the configuration that it is one of. */
  private CompileRequest described(CompileRequest request, Optional<ConfigLint> lint) {
    Optional<Configuration> configuration = lint.map(ConfigLint::configuration);
    Optional<YamlNode> node =
        preprocess == null
            ? configuration.flatMap(Configuration::preprocess)
            : Optional.of(PreprocessFile.node(preprocess));
    return request.withConfiguration(ResolvedConfig.of(request, node));
  }

  private CompileRequest configured(Optional<ConfigLint> lint) {
    if (lint.isPresent()) {
      boolean own = calibration.isEmpty() && plan == null && last != LastStage.OPTIMISE;
      Optional<String> target = Optional.ofNullable(march);
      return own ? lint.get().withSamples(target) : lint.get().request(target);
    }
    if (model == null) {
      throw usage("neither --config nor --model is given", "give a configuration or a model");
    }
    if (calibration.isEmpty() && (plan != null || last == LastStage.OPTIMISE)) {
      return CompileRequest.of(ModelFiles.of(model, prototxt), new RandomData());
    }
    if (calibration.isEmpty()) {
      throw usage(
          "--cal-data-dir is missing",
          "name the folder of calibration samples, or a plan with --plan");
    }
    FolderData data = new FolderData(calibration, List.of(), Optional.empty(), List.of(), false);
    return CompileRequest.of(ModelFiles.of(model, prototxt), data);
  }

  private CalibrationData data(CalibrationData configured) {
    if (!(configured instanceof FolderData folders)) {
      requireUnused("--cal-data-dir", !calibration.isEmpty());
      requireUnused("--preprocess", config != null && preprocess != null);
      return configured;
    }
    FolderData data = calibration.isEmpty() ? folders : folders.withFolders(calibration);
    return preprocess == null ? data : data.withPreprocess(PreprocessFile.read(preprocess));
  }

  private static void requireUnused(String option, boolean given) {
    if (given) {
      throw usage(
          option + " is given, and the configuration takes no samples",
          "leave the option out, or let the configuration take samples: without"
              + " 'calibration_type: skip', 'random_data' or 'plan', and with 'cal_data_dir'");
    }
  }

  /** Flags win over the configuration. */
  private CompileRequest overridden(CompileRequest request) {
    CompileRequest result =
        request.into(
            folder == null ? request.folder() : folder, prefix == null ? request.prefix() : prefix);
    if (!shapes.shapes().isEmpty()) {
      result = result.withPorts(result.ports().withShapes(shapes.shapes()));
    }
    if (march != null && config == null) {
      List<Finding> findings = new ArrayList<>();
      result = result.withTarget(March.target(march, Path.of(""), "--target (--march)", findings));
      global.console().findings(findings);
    }
    if (plan != null) {
      result = result.withPlan(plan);
    }
    if (effort != null) {
      result = result.withEffort(effort);
    }
    result = result.withGoal(goal(result.goal()));
    result = result.withGates(gates.gates(result.gates()));
    result = result.withNoiseBudget(noiseBudget || result.noiseBudget());
    result = result.withCalibration(data(result.calibration()));
    result = result.withNativeCode(!interpreted);
    return threads > 0 ? result.withThreads(threads) : result;
  }

  private Goal goal(Goal configured) {
    Goal goal = configured;
    if (agreement != null) {
      goal = goal.withAgreement(NumberRange.within("--target-agreement", agreement, 0, 100) / 100);
    }
    if (cosine != null) {
      goal = goal.withCosine(NumberRange.within("--target-cosine", cosine, -1, 1));
    }
    return budget == null
        ? goal
        : goal.withBudget(NumberRange.within("--budget", budget, 0, 100) / 100);
  }

  private static BadConfigurationException usage(String message, String remedy) {
    return new BadConfigurationException("usage", "plumb compile", message, remedy);
  }
}
