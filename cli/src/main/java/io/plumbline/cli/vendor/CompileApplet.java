package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.pipeline.request.LastStage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hb_compile}: checks, compiles, or compiles for speed only. */
@Command(
    name = "hb_compile",
    description = "Horizon's compiler (J6, S100), done by 'plumb check' and 'plumb compile'.")
final class CompileApplet extends Applet {
  @Mixin private final FloatModel model = new FloatModel();

  @Option(
      names = {"-c", "--config"},
      description = "The configuration.")
  private @Nullable Path config;

  @Option(names = "--fast-perf", description = "Compile --model for measuring its speed only.")
  private boolean fast;

  @Option(
      names = "--skip",
      paramLabel = "STAGE",
      description =
          "Stop before this stage: export or convert with the calibrated models, which are all that"
              + " there is before the quantized one; compile with the quantized model.")
  private @Nullable String skip;

  CompileApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.told("this machine's cores take what comes", "--core-num")
            .of(FlagValues.within(1, 4)));
  }

  @Override
  int work(Console console) {
    if (fast && config != null) {
      throw usage("--config and --fast-perf are both given", "give one of them");
    }
    if (config != null && isGiven("--core-num")) {
      throw usage("--core-num goes with --model only", "say core_num in the configuration");
    }
    if (config != null) {
      return convert(config);
    }
    Path file = model.require(this, "--march");
    if (fast) {
      String march = String.valueOf(model.march());
      return conversion()
          .run(this, FastConfiguration.write(model, file, march), model.shapeWords());
    }
    return LogFile.of("hb_compile.log", () -> check(file));
  }

  private int check(Path file) {
    List<String> words = new ArrayList<>(List.of("check"));
    words.addAll(model.words(file));
    return run(Console.ofProcess(false, false), words);
  }

  private int convert(Path file) {
    if (model.model() != null) {
      throw usage(
          "--model beside --config would compile a quantized model again",
          "leave --model out; 'plumb build MODEL' makes a module of a quantized model");
    }
    if (isGiven("--march")) {
      throw usage("the configuration names the march", "leave --march out");
    }
    return conversion().run(this, file, model.shapeWords());
  }

  private Conversion conversion() {
    if (skip == null) {
      return Conversion.COMPILE;
    }
    return switch (skip) {
      case "export", "convert" -> Conversion.COMPILE.until(LastStage.CALIBRATE);
      case "compile" -> Conversion.COMPILE.until(LastStage.QUANTIZE);
      default ->
          throw usage(
              "--skip: expected export, convert or compile, found '%s'".formatted(skip),
              "name one of them");
    };
  }
}
