package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Inference;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

/** {@code plumb infer}: runs any artefact on one sample. */
@Command(name = "infer", description = "Runs a float, calibrated or quantized model on a sample.")
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
      split = ",",
      description = "One file for each input: a picture, .npy or raw file.")
  private List<Path> inputs;

  @Option(names = "--preprocess", description = "How pictures become the model's input.")
  private @Nullable Path preprocess;

  @Option(
      names = "--input-offset",
      description = "Subtracted from every pixel; 128 makes the intermediate type.")
  private int offset;

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

  @Override
  public Integer call() {
    BoardFlags.INFER.refuse(unknown, spec);
    Console console = global.console();
    requireFormat();
    ModelFiles files = ModelFiles.of(model, prototxt);
    ModuleExecutors.Opened opened = Plumbline.open(files, executor.chosenFor(files), threads);
    console.findings(opened.findings());
    try (Engine engine = opened.engine()) {
      FolderData data =
          new FolderData(
              List.of(), Optional.ofNullable(preprocess).map(PreprocessFile::read), DType.FLOAT32);
      Map<String, Tensor> sample = Inference.sample(engine, inputs, data);
      List<String> wanted = everything ? engine.tensors() : fetch;
      SequencedMap<String, Tensor> results = engine.run(sample, new RunOptions(wanted, offset));
      List<Path> dumped = dump == null ? List.of() : Inference.dump(results, dump, format, read());
      console.show(Inference.table(results));
      dumped.forEach(path -> console.say("wrote " + path));
      console.result(record(engine, results));
    }
    return ExitStatus.OK;
  }

  /** Every file that the command reads. */
  private List<Path> read() {
    List<Path> files = new ArrayList<>(inputs);
    Stream.of(model, prototxt, preprocess).filter(Objects::nonNull).forEach(files::add);
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

  private static Map<String, Object> record(Engine engine, SequencedMap<String, Tensor> results) {
    List<Map<String, Object>> tensors = new ArrayList<>();
    results.forEach(
        (name, tensor) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("name", name);
          entry.put("dtype", tensor.dtype().label());
          entry.put("shape", Inference.dims(tensor));
          entry.put("argmax", Inference.argmax(tensor));
          tensors.add(entry);
        });
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("executor", engine.name());
    record.put("tensors", tensors);
    return record;
  }
}
