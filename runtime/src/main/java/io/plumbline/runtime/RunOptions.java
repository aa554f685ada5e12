package io.plumbline.runtime;

import java.util.List;

/**
 * How to run a model once.
 *
 * @param fetch names of the tensors to hand out, outputs or intermediates; empty means all outputs
 * @param inputOffset subtracted from every element of 8-bit tensors fed to picture inputs and 8-bit
 *     inputs before running: 128 turns a pixel into the intermediate type, 0 leaves inputs alone
 */
public record RunOptions(List<String> fetch, int inputOffset) {
  public static final RunOptions DEFAULT = new RunOptions(List.of(), 0);

  public RunOptions {
    fetch = List.copyOf(fetch);
  }

  public static RunOptions fetching(List<String> names) {
    return new RunOptions(names, 0);
  }
}
