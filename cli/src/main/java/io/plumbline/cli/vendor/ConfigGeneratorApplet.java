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
      throw usage(
          simple
              ? "%s and %s are both given".formatted(typed("-s"), typed("-f"))
              : "one of --simple-yaml and --full-yaml is needed",
          "give one of them; both write the same text here, under another name");
    }
    if (model.model() == null) {
      throw usage(
          "--model is missing: no template is written without one",
          "name the model that the configuration is for");
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
