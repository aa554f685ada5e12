package io.plumbline.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads sets of names as Horizon's tools write them: {@code a,b} or {@code "['a','b']"} for one
 * name a set, {@code "[['a'],['b','c']]"} for sets of several. Names have no commas, brackets or
 * quotes.
 */
final class NameSets implements ITypeConverter<NameSets.Sets> {
  /**
   * What was read.
   *
   * @param nested whether sets were written as such
   */
  record Sets(List<List<String>> names, boolean nested) {
    static final Sets NONE = new Sets(List.of(), false);

    Sets {
      names = names.stream().map(List::copyOf).toList();
    }

    /** All names, set after set. */
    List<String> flat() {
      return names.stream().flatMap(List::stream).toList();
    }
  }

  @Override
  public Sets convert(String text) {
    String inner = text.strip();
    if (inner.startsWith("[") && inner.endsWith("]")) {
      inner = inner.substring(1, inner.length() - 1).strip();
    }
    boolean nested = inner.startsWith("[");
    List<List<String>> sets = new ArrayList<>();
    if (nested) {
      for (String part : inner.split("]", -1)) {
        String begun = part.strip().replaceFirst("^,\\s*", "");
        if (begun.startsWith("[")) {
          sets.add(names(begun.substring(1)));
        } else if (!begun.isEmpty()) {
          throw new TypeConversionException("expected [[a],[b,c]], found '%s'".formatted(text));
        }
      }
    } else {
      names(inner).forEach(name -> sets.add(List.of(name)));
    }
    if (sets.isEmpty() || sets.stream().anyMatch(List::isEmpty)) {
      throw new TypeConversionException("expected names, found '%s'".formatted(text));
    }
    return new Sets(sets, nested);
  }

  private static List<String> names(String text) {
    return Stream.of(text.split(",", -1))
        .map(String::strip)
        .map(name -> name.replaceAll("^['\"]|['\"]$", ""))
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
