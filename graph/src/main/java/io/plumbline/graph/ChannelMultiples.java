package io.plumbline.graph;

import io.plumbline.tensor.BadModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Which values of a model hold multiples of what the float model of that name has, kept in its
 * metadata so that every artefact knows them: the exponents of the powers of two, one for each
 * channel along axis 1.
 */
public final class ChannelMultiples {
  /** Metadata keys are this and the name of the value; values are {@link #text}. */
  public static final String PREFIX = "plumbline.channels.";

  /** The largest magnitude of an exponent for which float32 has a normal power of two. */
  private static final int LARGEST_EXPONENT = 126;

  private ChannelMultiples() {}

  /**
   * By name of the value, in the order of the metadata.
   *
   * @throws BadModelException when an entry is damaged
   */
  public static SequencedMap<String, List<Integer>> of(ModelInfo info) {
    SequencedMap<String, List<Integer>> multiples = new LinkedHashMap<>();
    info.metadata()
        .forEach(
            (key, value) -> {
              if (key.startsWith(PREFIX)) {
                multiples.put(key.substring(PREFIX.length()), read(key, value));
              }
            });
    return multiples;
  }

  /** The same model information with the entries of these values, in place of any they have. */
  public static ModelInfo with(ModelInfo info, SequencedMap<String, List<Integer>> multiples) {
    SequencedMap<String, String> metadata = new LinkedHashMap<>(info.metadata());
    multiples.forEach((name, exponents) -> metadata.put(PREFIX + name, text(exponents)));
    return info.withMetadata(metadata);
  }

  /** Exponents as an entry has them: decimal numbers with commas between. */
  public static String text(List<Integer> exponents) {
    return exponents.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /**
   * Reads the text of an entry.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static List<Integer> parse(String text) {
    List<Integer> exponents = new ArrayList<>();
    for (String number : text.split(",", -1)) {
      int exponent = Integer.parseInt(number);
      if (Math.abs((long) exponent) > LARGEST_EXPONENT) {
        throw new IllegalArgumentException(
            "the exponent %d is not from -%d to %d"
                .formatted(exponent, LARGEST_EXPONENT, LARGEST_EXPONENT));
      }
      exponents.add(exponent);
    }
    return exponents;
  }

  private static List<Integer> read(String key, String value) {
    try {
      return parse(value);
    } catch (IllegalArgumentException e) {
      throw new BadModelException(
          "model.channel-multiples",
          key,
          "the metadata entry is damaged: " + e.getMessage(),
          "compile the model again",
          e);
    }
  }
}
