package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hb_model_verifier}: the first verifier. */
@Command(
    name = "hb_model_verifier",
    description = "Horizon's first verifier, done as 'plumb verify' does.")
final class ModelVerifierApplet extends Applet {
  @Option(
      names = {"-q", "--quanti_model"},
      required = true,
      description = "The quantized model.")
  private Path quantized;

  @Option(
      names = {"-b", "--bin_model"},
      required = true,
      description = "The compiled model.")
  private Path compiled;

  @Option(
      names = {"-a", "--arm-board-ip"},
      paramLabel = "HOST|USER@HOST",
      description = "Run the compiled model there, too: at an agent, or over SSH with a user.")
  private @Nullable String address;

  @Option(
      names = {"-i", "--input-img"},
      description = "The input's file; random numbers if not given.")
  private List<String> inputs = List.of();

  @Option(
      names = {"-d", "--compare_digits"},
      defaultValue = "5",
      description = "Decimal places that must agree (default: ${DEFAULT-VALUE}).")
  private int digits;

  ModelVerifierApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of();
  }

  @Override
  int work(Console console) {
    ComparedModels models =
        ComparedModels.of(this, List.of(quantized, compiled), board("-a", address)).strict();
    return new Comparison(models, inputs, digits, false, true).run(this);
  }
}
