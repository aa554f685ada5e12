package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.pipeline.prepare.PreparedSet;
import io.plumbline.pipeline.prepare.SetPreparation;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NearestSpelling;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plumb prepare}: a folder of pictures becomes a calibration set. */
@Command(
    name = "prepare",
    description = "Makes a calibration set of a folder of pictures, one file a picture.")
public final class PrepareCommand implements Callable<Integer> {
  private static final List<String> TYPES =
      List.of("float32", "uint8", "int8", "uint16", "int16", "int32");

  @Mixin private GlobalOptions global;

  @Parameters(paramLabel = "PICTURES", description = "The folder of pictures.")
  private Path source;

  @Option(
      names = {"-o", "--output"},
      required = true,
      description = "The folder of the calibration set; it must be empty or new.")
  private Path destination;

  @Option(
      names = "--preprocess",
      required = true,
      description = "How pictures become what the model was trained on.")
  private Path preprocess;

  @Option(
      names = "--format",
      defaultValue = "npy",
      description = "npy, or raw for elements without header (.bin).")
  private PreparedSet.Form form;

  @Option(
      names = "--dtype",
      defaultValue = "float32",
      description =
          "Element type: float32, uint8, int8, uint16, int16, int32. Values that do not fit are"
              + " refused.")
  private String dtype;

  @Option(
      names = "--limit",
      converter = AtLeastOne.class,
      description = "Use the first N pictures only.")
  private int limit;

  @Option(
      names = "--force",
      description = "Write into a folder that holds files; those of the same names are replaced.")
  private boolean force;

  @Option(
      names = "--threads",
      converter = ThreadCount.class,
      description = "How many pictures are worked on at a time; all cores if not given.")
  private int threads;

  @Override
  public Integer call() {
    Console console = global.console();
    ConsoleProgress progress = new ConsoleProgress(console);
    PreparedSet set =
        SetPreparation.run(
            new PreparedSet.Request(
                source,
                destination,
                PreprocessFile.read(preprocess),
                form,
                elementType(dtype),
                limit > 0 ? limit : Integer.MAX_VALUE,
                force,
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors()),
            progress);
    progress.finish();
    console.say(set.summary());
    console.findings(set.findings());
    console.result(set.record());
    return set.isComplete() ? ExitStatus.OK : ExitStatus.INPUT;
  }

  private static DType elementType(String name) {
    if (!TYPES.contains(name)) {
      throw new BadConfigurationException(
          "usage",
          "--dtype",
          "expected %s; found '%s'%s"
              .formatted(String.join(", ", TYPES), name, NearestSpelling.suggestion(name, TYPES)),
          "write --dtype float32, or the integer type the model's input has");
    }
    return DType.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
