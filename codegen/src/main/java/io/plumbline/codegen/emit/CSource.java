package io.plumbline.codegen.emit;

import io.plumbline.runtime.program.Allocation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A program as C11 source: it needs nothing but {@code memcpy} and {@code sqrt} of the C library,
 * allocates nothing, has no variables of its own, and may run in many threads with an arena each.
 *
 * @param symbol what the names of its functions begin with
 * @param files texts by file name: the module, its header, and the kernels
 * @param weights content of the section of constants; not to be changed
 * @param allocation where values lie in the arena
 */
public record CSource(
    String symbol, SequencedMap<String, String> files, Constants weights, Allocation allocation) {
  public CSource {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  /** The section of constants, which begins at a multiple of {@link Allocation#ALIGNMENT}. */
  public static final class Constants {
    private final byte[] bytes;

    Constants(byte[] bytes) {
      this.bytes = bytes;
    }

    /** A fresh copy. */
    public byte[] toBytes() {
      return bytes.clone();
    }

    /** How many bytes. */
    public int size() {
      return bytes.length;
    }
  }
}
