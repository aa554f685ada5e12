package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hb_config_generator}: a configuration to begin with. */
@Command(
    name = "hb_config_generator",
    description = "Horizon's templates of configurations, done by 'plumb init'.")
final class ConfigGeneratorApplet extends Applet {
  @Mixin private final FloatModel model = new FloatModel();

  @Option(
      names = {"-s", "--simple-yaml"},
      description = "Write simple_compile_config.yaml.")
  private boolean simple;

  @Option(
      names = {"-f", "--full-yaml"},
      description = "Write full_compile_config.yaml; it holds the same.")
  private boolean full;

  @Option(
      names = {"-p"},
      paramLabel = "FILE",
      description = "The same as --proto.")
  private String prototxt = "";

  ConfigGeneratorApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.refused("ops of one's own are not compiled", "-c", "--custom-op").bare());
  }

  @Override
  int work(Console console) {
    if (simple == full) {
      throw usage("one of --simple-yaml and --full-yaml is needed", "give one of them");
    }
    if (model.model() == null) {
      throw usage("--model is missing", "name the model that the configuration is for");
    }
    if (model.march() != null) {
      throw refused("--march", "write it into the file as march, under model_parameters");
    }
    List<String> words = new ArrayList<>(List.of("init"));
    words.addAll(model.words(model.model()));
    if (!prototxt.isEmpty()) {
      words.addAll(List.of("--proto", prototxt));
    }
    words.addAll(List.of("-o", (simple ? "simple" : "full") + "_compile_config.yaml", "--force"));
    return run(console, words);
  }
}
