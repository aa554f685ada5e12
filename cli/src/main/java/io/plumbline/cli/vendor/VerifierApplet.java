package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hb_verifier}, in both of its forms. */
@Command(
    name = "hb_verifier",
    description = "Horizon's verifier (all generations), done as 'plumb verify' does.")
final class VerifierApplet extends Applet {
  @Option(
      names = {"-m", "--model"},
      required = true,
      split = ",",
      description = "The reference, then the model that is held to it; or one alone.")
  private List<Path> models;

  @Option(
      names = {"-s", "--run-sim"},
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      converter = Truth.class,
      paramLabel = "True|False",
      description = "Run the compiled model on this machine; the only place there is.")
  private boolean simulator;

  @Option(
      names = {"-i", "--input-img", "--input"},
      split = ",",
      paramLabel = "[NAME:]FILE",
      description = "One file for each input; random numbers if not given.")
  private List<String> inputs = List.of();

  @Option(
      names = {"-c", "--compare_digits"},
      defaultValue = "5",
      description = "Decimal places that must agree (default: ${DEFAULT-VALUE}).")
  private int digits;

  @Option(
      names = {"-r", "--dump-all-nodes-results"},
      arity = "0..1",
      fallbackValue = "true",
      converter = Truth.class,
      paramLabel = "True|False",
      description = "Compare every tensor that both models have under the same name.")
  private boolean allNodes;

  VerifierApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.refused(NO_BOARD, "-b", "--board-ip", "--ip"),
        ForeignFlag.refused(NO_BOARD, "-u", "--username"),
        ForeignFlag.refused(NO_BOARD, "-p", "--password"),
        ForeignFlag.refused(NO_BOARD, "--port"),
        ForeignFlag.refused(NO_BOARD, "--remote-root"),
        ForeignFlag.refused(NO_BOARD + "; nothing would be left to compare", "--skip-sim").bare(),
        ForeignFlag.told("there is no board to leave out", "--skip-arm").bare());
  }

  @Override
  int work(Console console) {
    if (!simulator) {
      throw refused("-s", "without the simulator nothing runs the compiled model");
    }
    if (models.size() > 2) {
      throw usage("%d models are named".formatted(models.size()), "name one or two");
    }
    Comparison comparison = new Comparison(models, inputs, digits, allNodes);
    return LogFile.of("hb_verifier.log", comparison::run);
  }
}
