package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.tensor.Count;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
      description =
          "The reference, then the model that is held to it; or one alone. MODULE@DEVICE names a"
              + " board, too.")
  private List<Path> models;

  @Option(
      names = {"-s", "--run-sim"},
      arity = "0..1",
      fallbackValue = "true",
      converter = Truth.class,
      preprocessor = Truth.Word.class,
      paramLabel = "True|False",
      description =
          "Run the compiled model on this machine, too (default: where no board is named).")
  private @Nullable Boolean simulator;

  @Option(
      names = {"-b", "--board-ip", "--ip"},
      paramLabel = "HOST|USER@HOST",
      description = "Run the compiled model there: at an agent, or over SSH with a user.")
  private @Nullable String address;

  @Option(
      names = {"-u", "--username"},
      description = "The user of an SSH server at --ip.")
  private @Nullable String user;

  @Option(names = "--port", description = "The port at --ip.")
  private @Nullable Integer port;

  @Option(names = "--remote-root", description = "The folder there, with a user alone.")
  private @Nullable String remote;

  @Option(names = "--skip-sim", description = "Leave this machine out.")
  private boolean withoutSimulator;

  @Option(names = "--skip-arm", description = "Leave the board out.")
  private boolean withoutBoard;

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
      preprocessor = Truth.Word.class,
      paramLabel = "True|False",
      description = "Compare every tensor that both models have under the same name.")
  private boolean allNodes;

  VerifierApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    return List.of(
        ForeignFlag.refused(
            "all programs of this machine could read it; set PLUMB_SSH_PASSWORD",
            "-p",
            "--password"));
  }

  @Override
  int work(Console console) {
    if (models.size() > 2) {
      throw usage(Count.of(models.size(), "model is", "models are") + " named", "name one or two");
    }
    ComparedModels named =
        ComparedModels.of(this, models, withoutBoard ? Optional.empty() : board("-b", place()));
    ComparedModels compared = withoutBoard ? named.here() : named;
    boolean board = compared.board().isPresent();
    boolean here = runsHere(board);
    if (!here && !board) {
      throw refused(
          withoutSimulator ? "--skip-sim" : "-s",
          "without the simulator and a board nothing runs the compiled model");
    }
    Comparison comparison =
        new Comparison(compared, inputs, digits, allNodes, here || models.size() == 1);
    return LogFile.of("hb_verifier.log", () -> comparison.run(this));
  }

  /** As the vendor has it: beside a board only where it is asked for. */
  private boolean runsHere(boolean board) {
    return simulator == null ? !board && !withoutSimulator : simulator && !withoutSimulator;
  }

  /** The address with what other flags say of it. */
  private @Nullable String place() {
    boolean more = user != null || port != null || remote != null;
    if (address == null) {
      if (more) {
        throw usage("a user, a port or a folder without --ip", "say which board");
      }
      return null;
    }
    if (remote != null && user == null) {
      throw usage("--remote-root without --username", "an agent keeps modules in its own folder");
    }
    String host = port == null ? address : address + ":" + port;
    return user == null
        ? host
        : "ssh://%s@%s%s".formatted(user, host, remote == null ? "" : remote);
  }
}
