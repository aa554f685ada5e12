package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.UnlabelledFiles;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.ClassCount;
import io.plumbline.pipeline.Inference;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.RealResults;
import io.plumbline.pipeline.TopAnswers;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.HandedOver;
import io.plumbline.report.Cell;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code plumb infer}: runs any artefact on a sample, or on a folder of them. */
@Command(
    name = "infer",
    description = "Runs a float, calibrated or quantized model on a sample or a folder of them.")
public final class InferCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global;
  @Mixin private ExecutorOption executor;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "Any model artefact.")
  private Path model;

  @Option(names = "--proto", description = "The prototxt of a .caffemodel.")
  private @Nullable Path prototxt;

  @Option(
      names = {"--input", "--input_file"},
      required = true,
      paramLabel = "[NAME=]FILE",
      description =
          "One file for each input, in their order or by name: a picture, .npy or raw file; of a"
              + " single input also a folder, every file of which is a sample.")
  private List<String> inputs;

  @Option(
      names = "--classes",
      description = "File of the network's class names, one a line; the answers are named by it.")
  private @Nullable Path classes;

  @Option(
      names = "--top",
      converter = AtLeastOne.class,
      description =
          "Show the N largest elements of each list of scores. If not given, 5 of the samples of a"
              + " folder and with --classes; of one sample the largest, in the column Argmax.")
  private int top;

  @Option(names = "--preprocess", description = "How pictures become the model's input.")
  private @Nullable Path preprocess;

  @Option(
      names = "--input-offset",
      description = "Subtracted from every pixel; 128 makes the intermediate type.")
  private int offset;

  @Option(
      names = "--roi",
      converter = RegionOption.class,
      paramLabel = "x1,y1,x2,y2",
      description =
          "The region of the picture that a device's resizer hands over, corners included; of"
              + " several such inputs separated by ';'.")
  private RegionOption.Regions regions = RegionOption.Regions.NONE;

  @Option(
      names = "--stride",
      paramLabel = "BYTES",
      converter = AtLeastOne.class,
      description =
          "Bytes from a row of a raw picture file to the next, where rows are padded; of nv12 those"
              + " of Y and of UV.")
  private int stride;

  @Option(
      names = "--dequantize",
      description =
          "Hand out what integers with a scale stand for, computed on this machine; as outputs are"
              + " whose Dequantize was removed.")
  private boolean real;

  @Option(names = "--fetch", split = ",", description = "Tensors to hand out.")
  private List<String> fetch = List.of();

  @Option(names = "--dump-intermediate", description = "Hand out every tensor.")
  private boolean everything;

  @Option(names = "--dump", description = "Folder to write the tensors to.")
  private @Nullable Path dump;

  @Option(
      names = {"--format", "--dump_format"},
      defaultValue = "npy",
      description = "npy, bin or txt (default: ${DEFAULT-VALUE}).")
  private String format;

  @Option(
      names = "--threads",
      defaultValue = "1",
      converter = ThreadCount.class,
      description = "Threads inside one run.")
  private int threads;

  @Unmatched private final List<String> unknown = new ArrayList<>();

  /** What integers stand for; null where they are handed out as they are. */
  private @Nullable Program program;

  @Override
  public Integer call() {
    BoardFlags.INFER.refuse(unknown, spec);
    Console console = global.console();
    requireFormat();
    ModelFiles files = ModelFiles.of(model, prototxt);
    program = real ? program(files) : null;
    ModuleExecutors.Opened opened = Plumbline.open(files, executor.chosenFor(files), threads);
    console.findings(opened.findings());
    try (Engine engine = opened.engine()) {
      TopAnswers answers =
          new TopAnswers(
              classes == null ? List.of() : ClassNameFile.read(classes),
              top > 0 ? top : TopAnswers.USUAL);
      GivenInputs given = GivenInputs.of(InputWords.of(inputs), engine.inputs());
      Optional<Path> folder = given.folder();
      console.result(
          folder.isPresent()
              ? all(console, engine, folder.get(), answers)
              : one(console, engine, given.files(), answers));
    }
    return ExitStatus.OK;
  }

  private static Program program(ModelFiles files) {
    if (!Plumbline.isProgram(files)) {
      throw new BadConfigurationException(
          "usage",
          "--dequantize",
          "%s is no integer program".formatted(files.model()),
          "leave the option out");
    }
    return ProgramReader.read(files.model());
  }

  /** What a run hands out, and the files it was written to; empty where it was not. */
  private record Run(SequencedMap<String, Tensor> results, List<Path> files) {}

  private Map<String, Object> one(
      Console console, Engine engine, List<Path> given, TopAnswers answers) {
    Run run = run(engine, given, dump);
    ClassCount count = new ClassCount(answers.classes());
    see(count, engine, run);
    console.show(Inference.table(run.results()));
    if (top > 0 || classes != null) {
      String sample = String.valueOf(given.getFirst().getFileName());
      console.show(TopAnswers.table(answers.rows(sample, run.results())));
    }
    run.files().forEach(path -> console.say("wrote " + path));
    console.findings(count.finding().stream().toList());
    return record(engine, run, answers);
  }

  /** Every file of a folder, in the order of names; only the answers stay in memory. */
  private Map<String, Object> all(Console console, Engine engine, Path folder, TopAnswers answers) {
    List<Example<Path>> samples = UnlabelledFiles.read(folder);
    ConsoleProgress progress = new ConsoleProgress(console);
    progress.stage("infer");
    List<Map<String, Object>> records = new ArrayList<>();
    List<List<Cell>> rows = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    ClassCount count = new ClassCount(answers.classes());
    for (Example<Path> sample : samples) {
      try {
        Path target = dump == null ? null : dump.resolve(sample.name());
        Run run = run(engine, List.of(sample.truth()), target);
        see(count, engine, run);
        rows.addAll(answers.rows(sample.name(), run.results()));
        Map<String, Object> record = record(engine, run, answers);
        record.put("sample", sample.name());
        records.add(record);
      } catch (BadDataException e) {
        findings.add(Finding.warning(e.code(), e.where(), "not used: " + e.getMessage()));
      }
      progress.update(records.size() + findings.size(), samples.size());
    }
    progress.finish();
    count.finding().ifPresent(findings::add);
    console.findings(findings);
    requireSome(records, folder, samples.size());
    console.show(TopAnswers.table(rows));
    if (dump != null) {
      console.say(
          "wrote the tensors of %s below %s".formatted(Count.of(records.size(), "sample"), dump));
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("executor", engine.name());
    all.put("samples", records);
    all.put("findings", FindingRecords.of(findings));
    return all;
  }

  /** Counts the scores of the model's outputs, not of other tensors that were asked for. */
  private static void see(ClassCount count, Engine engine, Run run) {
    engine.outputs().stream()
        .map(port -> run.results().get(port.name()))
        .filter(Objects::nonNull)
        .forEach(count::see);
  }

  private static void requireSome(List<?> used, Path folder, int files) {
    if (used.isEmpty()) {
      throw new BadDataException(
          "data.no-samples",
          folder.toString(),
          "none of its %s could be used".formatted(Count.of(files, "file")),
          "see to the files or to --preprocess");
    }
  }

  private Run run(Engine engine, List<Path> given, @Nullable Path target) {
    FolderData data =
        new FolderData(List.of(), Optional.ofNullable(preprocess).map(PreprocessFile::read));
    Map<String, Tensor> sample = Inference.sample(engine, given, data, handedOver());
    List<String> wanted = everything ? engine.tensors() : fetch;
    SequencedMap<String, Tensor> handed = engine.run(sample, new RunOptions(wanted, offset));
    SequencedMap<String, Tensor> results =
        program == null ? handed : RealResults.of(program, handed);
    return new Run(
        results, target == null ? List.of() : Inference.dump(results, target, format, read(given)));
  }

  private HandedOver handedOver() {
    return new HandedOver(
        regions.all(), stride > 0 ? OptionalLong.of(stride) : OptionalLong.empty());
  }

  /** Every file that the command reads. */
  private List<Path> read(List<Path> given) {
    List<Path> files = new ArrayList<>(given);
    Stream.of(model, prototxt, preprocess, classes).filter(Objects::nonNull).forEach(files::add);
    return files;
  }

  private void requireFormat() {
    if (!Inference.FORMATS.contains(format)) {
      throw new BadConfigurationException(
          "usage",
          "--format",
          "expected %s, found '%s'".formatted(String.join(", ", Inference.FORMATS), format),
          "choose one of them");
    }
  }

  private static Map<String, Object> record(Engine engine, Run run, TopAnswers answers) {
    List<Map<String, Object>> tensors = new ArrayList<>();
    Iterator<Path> files = run.files().iterator();
    run.results()
        .forEach(
            (name, tensor) -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("name", name);
              entry.put("dtype", tensor.dtype().label());
              entry.put("shape", Inference.dims(tensor));
              entry.put("argmax", Inference.argmax(tensor));
              entry.put("top", answers.record(tensor));
              if (files.hasNext()) {
                entry.put("file", files.next().toString());
              }
              tensors.add(entry);
            });
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("executor", engine.name());
    record.put("tensors", tensors);
    return record;
  }
}
