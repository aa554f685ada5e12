package io.plumbline.benchmarks;

import io.plumbline.benchmarks.emitted.EmittedTable;
import io.plumbline.device.ssh.SshAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the bits of emitted C, of every set of instructions that this machine has or emulates,
 * with those of the reference executor on every shared model, keeps the outcomes in {@code
 * benchmarks/emitted.json} and writes them into {@code docs/native.md}. What has been run is not
 * run again, so that a run that was broken off goes on.
 *
 * <p>Arguments: the folder of shared models; {@code --again} to run what is chosen anew; {@code
 * --model PART} and {@code --set LABEL} to choose, each as often as wanted; {@code --board
 * ssh://USER@HOST} for the column {@code over SSH}.
 */
public final class EmittedEverywhereBenchmark {
  private EmittedEverywhereBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of("../shared");
    boolean again = false;
    Optional<SshAddress> board = Optional.empty();
    List<String> models = new ArrayList<>();
    List<String> sets = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--again" -> again = true;
        case "--board" -> board = Optional.of(SshAddress.parse(arguments[++i]));
        case "--model" -> models.add(arguments[++i]);
        case "--set" -> sets.add(arguments[++i]);
        default -> shared = Path.of(arguments[i]);
      }
    }
    new EmittedTable(Path.of(""), shared).run(models, sets, again, board);
  }
}
