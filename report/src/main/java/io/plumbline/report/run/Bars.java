package io.plumbline.report.run;

import java.util.List;

/**
 * A histogram of bins of equal width.
 *
 * @param low lower end of the first bin
 * @param width of each
 * @param counts elements in each, rounded to whole numbers
 */
public record Bars(double low, double width, List<Long> counts) {
  public Bars {
    counts = List.copyOf(counts);
  }
}
