package io.plumbline.pipeline.request;

import io.plumbline.tensor.Finding;
import java.util.List;

/** Hears how work goes on and may call it off. Called from several threads. */
public interface Progress {
  /** Says nothing and never cancels. */
  Progress SILENT =
      new Progress() {
        @Override
        public void stage(String name) {}

        @Override
        public void update(long done, long total) {}

        @Override
        public void message(String text) {}
      };

  /** A stage begins. */
  void stage(String name);

  /** Part of the current stage is done. */
  void update(long done, long total);

  /** Something worth a line in the log. */
  void message(String text);

  /** What a stage came to, for every user to see; told as a message where nobody cares. */
  default void outcome(String text) {
    message(text);
  }

  /** All that was found on the way, told when the work fails and there is no result to hold it. */
  default void findings(List<Finding> findings) {}

  /** Whether the work should stop at the next convenient place. */
  default boolean cancelled() {
    return false;
  }
}
