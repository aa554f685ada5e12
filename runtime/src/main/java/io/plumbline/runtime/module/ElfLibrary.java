package io.plumbline.runtime.module;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/**
 * What the head of a shared library says before it is loaded: for which processor it is, and
 * whether all of it is there. A library that is cut off ends the process that loads it. The form is
 * that of the System V ABI, chapter 4, in 64 bits with the least byte first.
 */
public final class ElfLibrary {
  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort HALF =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int MAGIC = 0x464c457f;
  private static final int HEAD = 64;
  private static final int SEGMENT = 56;

  /** 64 bits, the least byte first. */
  private static final short FORM = 0x0102;

  /** {@code e_machine} by the names of processors that {@link Platform} has. */
  private static final Map<String, Integer> MACHINES = Map.of("x86_64", 62, "aarch64", 183);

  private ElfLibrary() {}

  /**
   * Why a platform cannot load a library, the end of a sentence; empty where nothing speaks against
   * it, or nothing is known of the platform's form.
   */
  public static Optional<String> misfit(MemorySegment library, Platform platform) {
    Integer machine = MACHINES.get(platform.arch());
    if (!platform.os().equals("linux") || machine == null) {
      return Optional.empty();
    }
    if (library.byteSize() < HEAD || library.get(WORD, 0) != MAGIC) {
      return Optional.of("it is no library of " + platform);
    }
    int found = Short.toUnsignedInt(library.get(HALF, 18));
    if (found != machine || library.get(HALF, 4) != FORM) {
      return Optional.of("it is code for %s, not for %s".formatted(processor(found), platform));
    }
    return isWhole(library) ? Optional.empty() : Optional.of("it is cut off");
  }

  private static String processor(int machine) {
    return MACHINES.entrySet().stream()
        .filter(each -> each.getValue() == machine)
        .findFirst()
        .map(Map.Entry::getKey)
        .orElse("another processor");
  }

  /** Whether what is to be brought to memory lies in the file. */
  private static boolean isWhole(MemorySegment library) {
    long table = library.get(LONG, 32);
    int count = Short.toUnsignedInt(library.get(HALF, 56));
    if (Short.toUnsignedInt(library.get(HALF, 54)) != SEGMENT
        || !lies(table, (long) count * SEGMENT, library)) {
      return false;
    }
    for (int segment = 0; segment < count; segment++) {
      long at = table + (long) segment * SEGMENT;
      if (!lies(library.get(LONG, at + 8), library.get(LONG, at + 32), library)) {
        return false;
      }
    }
    return true;
  }

  private static boolean lies(long from, long bytes, MemorySegment library) {
    return from >= 0
        && bytes >= 0
        && from <= library.byteSize()
        && bytes <= library.byteSize() - from;
  }
}
