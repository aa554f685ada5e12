package io.plumbline.tensor.file;

import io.plumbline.tensor.Sha256;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * File names for the tensors of one dump, without the ending. A name keeps its letters, digits,
 * dots, dashes and underscores; every other character becomes an underscore. A name that is too
 * long for a file, or that would name the file of another tensor, also on a file system that does
 * not tell capitals from small letters, is followed by {@code ~} and the first 12 hexadecimal
 * digits of its SHA-256. The digits depend on the name alone.
 */
public final class TensorFileNames {
  /** Longest name, in characters, of which all are ASCII; file systems end at 255 bytes. */
  static final int LONGEST = 120;

  private static final int DIGITS = 12;

  private TensorFileNames() {}

  /** A file name for each tensor, in the order given; no two are equal but for their case. */
  public static SequencedMap<String, String> of(Collection<String> tensors) {
    SequencedMap<String, String> files = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String tensor : plainFirst(tensors)) {
      String plain = plain(tensor);
      boolean free = plain.length() <= LONGEST && taken.add(plain.toLowerCase(Locale.ROOT));
      files.put(tensor, free ? plain : hashed(tensor, plain));
    }
    SequencedMap<String, String> ordered = new LinkedHashMap<>();
    tensors.forEach(tensor -> ordered.put(tensor, files.getOrDefault(tensor, tensor)));
    return Collections.unmodifiableSequencedMap(ordered);
  }

  /** Names that are file names already keep them, whoever comes before. */
  private static List<String> plainFirst(Collection<String> tensors) {
    return Stream.concat(
            tensors.stream().filter(tensor -> plain(tensor).equals(tensor)), tensors.stream())
        .distinct()
        .toList();
  }

  private static String plain(String tensor) {
    String plain = tensor.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.startsWith(".") || plain.isEmpty() ? "_" + plain : plain;
  }

  private static String hashed(String tensor, String plain) {
    String hash =
        Sha256.of(MemorySegment.ofArray(tensor.getBytes(StandardCharsets.UTF_8)))
            .substring(0, DIGITS);
    return plain.substring(0, Math.min(plain.length(), LONGEST - DIGITS - 1)) + "~" + hash;
  }
}
