package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hb_mapper makertbin}: from a configuration to PREFIX.bin. */
@Command(
    name = "makertbin",
    description = "Horizon's conversion (X3, J5, X5), done by 'plumb compile'.")
final class MakeBinApplet extends Applet {
  @Mixin private final FloatModel model = new FloatModel();

  @Option(
      names = {"-c", "--config"},
      description = "The configuration.")
  private @Nullable Path config;

  @Option(names = "--model-type", description = "caffe or onnx; must be what the model is.")
  private @Nullable String type;

  @Option(names = "--fast-perf", description = "Compile --model for measuring its speed only.")
  private boolean fast;

  MakeBinApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of();
  }

  @Override
  int work(Console console) {
    if (fast == (config != null)) {
      throw usage(
          fast ? "--config and --fast-perf are both given" : "--config is missing",
          "give --config, or --fast-perf with --model and --march");
    }
    if (config != null) {
      if (model.model() != null || isGiven("--march")) {
        throw usage(
            "the configuration names model and march", "leave --model, --proto and --march out");
      }
      if (type != null) {
        VendorFile.request(config)
            .ifPresent(asked -> CheckApplet.requireType(this, type, asked.files().model()));
      }
      return Conversion.MAPPER.run(this, config, List.of());
    }
    Path file = model.require(this, "--march");
    CheckApplet.requireType(this, type, file);
    String march = String.valueOf(model.march());
    return Conversion.MAPPER.run(
        this, FastConfiguration.write(model, file, march), model.shapeWords());
  }
}
