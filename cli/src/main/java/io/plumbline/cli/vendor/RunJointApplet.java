package io.plumbline.cli.vendor;

import io.plumbline.cli.command.AtLeastOne;
import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Count;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run_joint}: runs and measures a module on this machine. */
@Command(
    name = "run_joint",
    description = "AXera's runner on boards, done by 'plumb info', 'infer' and 'perf'.")
final class RunJointApplet extends Applet {
  @Parameters(paramLabel = "MODEL", description = "The module.")
  private Path model;

  @Option(
      names = {"-d", "--data"},
      defaultValue = "",
      description = "One file for each input, separated by ';'; random numbers if not given.")
  private String data;

  @Option(names = "--bin-out-dir", description = "Write the outputs into this folder.")
  private @Nullable Path folder;

  @Option(
      names = "--repeat",
      defaultValue = "1",
      converter = AtLeastOne.class,
      description = "How many runs are measured.")
  private int repeat;

  @Option(names = "--warmup", defaultValue = "0", description = "0 for no run before.")
  private int warmUp;

  RunJointApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.told("MODULE@DEVICE runs there, any other on this machine", "--mode")
            .of(FlagValues.among("disable", "1_1")),
        ForeignFlag.refused("a module has one set of weights, of the index 0", "--wbt_index")
            .but("0"),
        ForeignFlag.told("memory is planned before a run", "-p", "--manual_alloc").bare(),
        ForeignFlag.told("memory is planned before a run", "--cache-mode")
            .of(FlagValues.among("CACHED", "NONE-CACHED", "SMART_CACHED")),
        ForeignFlag.refused("rows have no padding here", "--stride_w").but("0"),
        ForeignFlag.refused("a module has one batch; compile another", "--override_batch_size")
            .but("0"),
        ForeignFlag.refused("files must be of the input's size", "-t", "--enable_trunc").bare());
  }

  @Override
  int work(Console console) {
    if (folder != null && data.isEmpty()) {
      throw usage("--bin-out-dir without --data", "name the files of the inputs");
    }
    if (warmUp < 0) {
      throw usage("--warmup: expected a whole number from 0, found " + warmUp, "say 0 for none");
    }
    requireFolder("--bin-out-dir", folder);
    String file = VendorFile.own(model).toString();
    List<String> files = data.isEmpty() ? List.of() : List.of(data.split(";", -1));
    requireFiles("--data", files);
    requireCount(files);
    String inputs = String.join(",", files);
    console.say(
        ModelFiles.of(model)
            .device()
            .map("the board is "::concat)
            .orElse("no board took part: this machine runs the same integers"));
    Optional<Path> preprocess = PictureFiles.prepare(console, model, files);
    int status = run(console, List.of("info", file, "--tensors"));
    if (status == ExitStatus.OK && !data.isEmpty()) {
      List<String> infer = new ArrayList<>(List.of("infer", file, "--input_file", inputs));
      preprocess.ifPresent(path -> infer.addAll(List.of("--preprocess", path.toString())));
      if (folder != null) {
        infer.addAll(List.of("--dump", folder.toString(), "--dump_format", "bin"));
      }
      status = run(console, infer);
    }
    if (status != ExitStatus.OK || (repeat <= 1 && !data.isEmpty())) {
      return status;
    }
    return new BoardPerf(model, inputs, preprocess, repeat, 0, 0, 1, warmUp > 0, null).run(this);
  }

  /** Refuses other files than one for each input, or a batch of pictures for each. */
  private void requireCount(List<String> files) {
    ModelFiles module = ModelFiles.of(model);
    if (files.isEmpty() || !Plumbline.isProgram(module)) {
      return;
    }
    List<ProgramValue> inputs = PictureFiles.inputs(ProgramReader.read(module.model()));
    long batch = inputs.stream().mapToLong(PictureFiles::batch).max().orElse(1);
    if (files.size() != inputs.size() && files.size() != batch * inputs.size()) {
      throw usage(
          "%s names %s for the %s of the module: %s"
              .formatted(
                  typed("--data"),
                  Count.of(files.size(), "file"),
                  Count.of(inputs.size(), "input"),
                  inputs.stream().map(ProgramValue::name).toList()),
          "give one file for each input, separated by ';'"
              + (batch > 1 ? "; of pictures %d for each, side by side".formatted(batch) : ""));
    }
  }
}
