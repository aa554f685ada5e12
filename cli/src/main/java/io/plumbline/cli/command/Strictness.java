package io.plumbline.cli.command;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.tensor.Finding;
import java.util.List;

/** What {@code --strict} makes of findings. */
final class Strictness {
  private Strictness() {}

  /** {@link ExitStatus#FAILED} when anything is more than information. */
  static int status(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.severity() != Finding.Severity.INFO)
        ? ExitStatus.FAILED
        : ExitStatus.OK;
  }
}
