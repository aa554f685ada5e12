package io.plumbline.cli.console;

import io.plumbline.tensor.Finding;
import io.plumbline.tensor.PlumblineException;
import java.util.Collection;
import java.util.List;

/** What goes to standard error. */
sealed interface Log permits TextLog, JsonLog {
  void note(String line);

  void findings(Collection<Finding> findings);

  void error(PlumblineException error);

  /** What cannot be done with a command line, as sentences and as a record of the same. */
  void misuse(List<String> sentences, Failure failure);

  /** A failure nobody foresaw. */
  void defect(Throwable error);

  void stage(String name);

  void update(Step step);

  /** Ends a line that is still being drawn. */
  void finish();
}
