package io.plumbline.quantize.observe;

/** Hears how collecting goes on and may call it off. Called from several threads. */
public interface CollectionProgress {
  /** Says nothing and never cancels. */
  CollectionProgress SILENT = (_, _) -> {};

  /** So many samples are done. */
  void update(int done, int total);

  /** Whether to stop before the next sample. */
  default boolean cancelled() {
    return false;
  }
}
