package io.plumbline.cli.command;

import io.plumbline.runtime.input.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Regions as boards' tools write them: {@code x1,y1,x2,y2;…}, corners included. */
final class RegionOption implements ITypeConverter<RegionOption.Regions> {
  private static final Pattern REGION =
      Pattern.compile("\\s*(\\d{1,6}),\\s*(\\d{1,6}),\\s*(\\d{1,6}),\\s*(\\d{1,6})\\s*");

  /** One for each input that takes regions. */
  record Regions(List<Region> all) {
    static final Regions NONE = new Regions(List.of());

    Regions {
      all = List.copyOf(all);
    }
  }

  @Override
  public Regions convert(String text) {
    List<Region> regions = new ArrayList<>();
    for (String each : text.split(";", -1)) {
      Matcher matcher = REGION.matcher(each);
      if (!each.isBlank() && !matcher.matches()) {
        throw new TypeConversionException("expected x1,y1,x2,y2 in pixels, found '" + each + "'");
      }
      if (!each.isBlank()) {
        regions.add(region(matcher, each));
      }
    }
    return new Regions(regions);
  }

  private static Region region(Matcher corners, String text) {
    int left = Integer.parseInt(corners.group(1));
    int top = Integer.parseInt(corners.group(2));
    int right = Integer.parseInt(corners.group(3));
    int bottom = Integer.parseInt(corners.group(4));
    if (left % 2 != 0 || top % 2 != 0 || right % 2 != 1 || bottom % 2 != 1) {
      throw new TypeConversionException(
          "expected x1 and y1 even, x2 and y2 odd, as nv12 has blocks of 2x2 pixels, found '%s'"
              .formatted(text));
    }
    return new Region(left, top, right + 1, bottom + 1);
  }
}
